"""Choices carry their words, said in the language of who reads them."""

import pytest

from app.core.forms import labelled
from app.core.i18n import _l, in_language
from app.core.labelled import Labelled


class Answer(Labelled):
    YES = "yes", _l("Yes")
    NO = "no", _l("No")


def test_a_choice_is_its_value_and_says_its_words_in_each_language(app):
    assert Answer("yes") is Answer.YES
    assert Answer.YES.value == f"{Answer.YES}" == "yes"
    offered = labelled(Answer)
    for language, words in (("en", "Yes"), ("fr", "Oui")):
        with in_language(language):
            assert (Answer.YES.label, str(offered[0].label)) == (words, words)


def test_a_choice_without_words_stops_the_start():
    with pytest.raises(TypeError, match="has no words"):

        class Half(Labelled):
            YES = "yes"
