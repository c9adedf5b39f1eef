"""The intersection check: who is affected, and how differently; a sentence each, none forced."""

from collections.abc import Mapping
from typing import Any

from app.core.i18n import _l
from app.core.labelled import Labelled


class Lens(Labelled):
    """One way in which the same thing meets people differently."""

    GENDER = "gender", _l("Gender")
    RACE = "race", _l("Race and ethnicity")
    INCOME = "income", _l("Income")
    SEXUALITY = "sexuality", _l("Sexuality")
    DISABILITY = "disability", _l("Disability")
    AGE = "age", _l("Age")
    FAITH = "faith", _l("Faith")
    CARERS = "carers", _l("People who care for others")

    @property
    def question(self) -> str:
        """Give a question that helps to write the sentence."""
        return str(_QUESTIONS[self])


_QUESTIONS = {
    Lens.GENDER: _l("Does it reach women, men and people of other genders in different ways?"),
    Lens.RACE: _l("Who has been treated worse by such services so far?"),
    Lens.INCOME: _l("Does it cost time or money that some do not have?"),
    Lens.SEXUALITY: _l("Can people be open about whom they love where this takes place?"),
    Lens.DISABILITY: _l("Who could not get in, follow or take part?"),
    Lens.AGE: _l("Is it different for the young and the old?"),
    Lens.FAITH: _l("Does it fit with what people believe and practise?"),
    Lens.CARERS: _l("Can someone use it who looks after a child or a parent?"),
}


def written(intersections: Mapping[str, Any]) -> list[tuple[Lens, str]]:
    """Give the sentences that were written, in the order of the lenses."""
    return [(lens, str(intersections[lens])) for lens in Lens if intersections.get(lens)]
