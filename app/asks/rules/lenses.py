"""The intersection check: who is affected, and how differently; a sentence each, none forced."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from app.core.i18n import _l


class Lens(StrEnum):
    """One way in which the same thing meets people differently."""

    GENDER = "gender"
    RACE = "race"
    INCOME = "income"
    SEXUALITY = "sexuality"
    DISABILITY = "disability"
    AGE = "age"
    FAITH = "faith"
    CARERS = "carers"

    @property
    def label(self) -> str:
        """Give the words people read."""
        return str(LABELS[self])

    @property
    def question(self) -> str:
        """Give a question that helps to write the sentence."""
        return str(_QUESTIONS[self])


LABELS = {
    Lens.GENDER: _l("Gender"),
    Lens.RACE: _l("Race and ethnicity"),
    Lens.INCOME: _l("Income"),
    Lens.SEXUALITY: _l("Sexuality"),
    Lens.DISABILITY: _l("Disability"),
    Lens.AGE: _l("Age"),
    Lens.FAITH: _l("Faith"),
    Lens.CARERS: _l("People who care for others"),
}
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
