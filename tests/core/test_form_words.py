"""What a form says by itself is said in our words, in each language."""

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import IntegerField, RadioField, SelectMultipleField, TimeField
from wtforms.validators import InputRequired, Length, NumberRange

from app.core import clock
from app.core.forms import DateField, DateTimeLocalField, Form, LineField, choices
from app.core.i18n import in_language


class EveryKind(Form):
    number = IntegerField()
    few = IntegerField(validators=[NumberRange(1, 9)])
    day = DateField()
    moment = DateTimeLocalField()
    time = TimeField()
    one = RadioField(choices=choices([("a", "A")]), validators=[InputRequired()])
    several = SelectMultipleField(choices=choices([("a", "A"), ("b", "B")]))
    line = LineField(validators=[Length(max=3)])


FOUR_DIGITS = f"Write the year with four digits, such as {clock.now().year}."
ODD_YEARS = ("0001", "0026", "1899", "2201", "9999")
SAID = [
    ({"number": "many"}, "Write a whole number in digits, such as 12."),
    ({"few": "12"}, "Write a number from 1 to 9."),
    ({"day": "soon"}, "Write a day, such as 2027-05-04."),
    *(({"day": f"{year}-12-31"}, FOUR_DIGITS) for year in ODD_YEARS),
    *(({"moment": f"{year}-12-31T23:59"}, FOUR_DIGITS) for year in ODD_YEARS),
    ({"time": "late"}, "Write a time, such as 18:30."),
    ({"one": ""}, "Please fill this in."),
    ({"one": "c"}, "Choose from what is offered here."),
    ({"several": "c"}, "Choose from what is offered here."),
    ({"line": "long"}, "This is too long: 3 characters fit."),
]


@pytest.mark.parametrize(("typed", "sentence"), SAID)
def test_a_form_speaks_our_words(app, typed, sentence):
    (name,) = typed
    with app.test_request_context():
        form = EveryKind(MultiDict(typed))
        form.validate()
        assert form.errors[name] == [sentence]
        with in_language("fr"):
            french = EveryKind(MultiDict(typed))
            french.validate()
            assert french.errors[name] != [sentence]
            assert len(french.errors[name]) == 1
