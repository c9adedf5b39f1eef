"""Forms of the board."""

from collections.abc import Mapping

from wtforms import BooleanField, Field, RadioField, SelectField, SelectMultipleField
from wtforms.validators import DataRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.board.models import BoardPost, Kind
from app.board.services import PostDetails
from app.core.forms import DateField, Form, LineField, TextField, labelled
from app.core.i18n import _, _l
from app.initiatives.models import Theme

MOST_TITLE, MOST_LINE, MOST_TEXT = 120, 120, 2000


class PostForm(Form):
    """Say what you would like to do, and with whom."""

    organisation = SelectField(_l("Whose post is it?"), coerce=int)
    title = LineField(
        _l("What would you like to do?"),
        [DataRequired(_l("Say in one line what you would like to do.")), Length(max=MOST_TITLE)],
        description=_l("It becomes the name of the draft, for example “An evening about sleep”."),
    )
    we_are = RadioField(
        _l("You are"),
        [DataRequired(_l("Choose what fits you best."))],
        choices=labelled(Kind),
    )
    seeks = SelectMultipleField(
        _l("You seek"),
        [DataRequired(_l("Choose at least one."))],
        choices=labelled(Kind),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=_l("One or several: a school may seek both a men’s and a women’s group."),
    )
    area = LineField(
        _l("Where?"), [Length(max=MOST_LINE)], description=_l("A town or district, such as Leeds.")
    )
    can_be_online = BooleanField(_l("It can also be online"))
    from_on = DateField(_l("Not before"), [Optional()])
    to_on = DateField(_l("Not after"), [Optional()])
    themes = SelectMultipleField(
        _l("What is it about?"),
        [Optional()],
        choices=labelled(Theme),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    idea = TextField(_l("Tell a little more"), [Length(max=MOST_TEXT)])
    brings = TextField(
        _l("What do you bring?"),
        [Length(max=MOST_TEXT)],
        description=_l("A room, people who can lead, soup, a good list of addresses."),
    )

    def validate_to_on(self, field: Field) -> None:
        """Keep the days in order."""
        if self.from_on.data and field.data and field.data < self.from_on.data:
            raise ValidationError(_("This day is before the first one."))

    def details(self) -> PostDetails:
        """Give what was written, only after `validate`."""
        return PostDetails(
            title=self.title.data or "",
            we_are=Kind(self.we_are.data),
            seeks=tuple(each.value for each in Kind if each.value in (self.seeks.data or ())),
            idea=self.idea.data or "",
            brings=self.brings.data or "",
            themes=tuple(each.value for each in Theme if each.value in (self.themes.data or ())),
            area=self.area.data or "",
            can_be_online=self.can_be_online.data,
            from_on=self.from_on.data,
            to_on=self.to_on.data,
        )


class AnswerForm(Form):
    """Say that you would like to do it too."""

    organisation = SelectField(_l("Answering for"), coerce=int)
    message = TextField(
        _l("What do you write to them?"),
        [DataRequired(_l("Write a few words, so that they know who you are.")), Length(max=MOST_TEXT)],
    )


def values_of(post: BoardPost) -> Mapping[str, object]:
    """Give a post as its form holds it."""
    names = ("title", "seeks", "idea", "brings", "themes", "area", "can_be_online", "from_on", "to_on")
    values = {name: getattr(post, name) for name in names}
    return {**values, "we_are": post.we_are.value, "organisation": post.organisation_id}
