"""What staff find when they look for people."""

import pytest

from app.accounts.queries import search_users
from tests.accounts.factories import UserFactory


def test_a_part_of_a_name_or_an_address_finds_people_however_it_is_typed(app):
    jonas = UserFactory(name="Jonas Weber", email="jonas@example.org")
    UserFactory(name="Mara Lind", email="mara@example.org")
    for words in ("WEBER", " jonas we", "Jonas@Exa"):
        assert list(search_users(words)) == [jonas]


@pytest.mark.parametrize("sign", ["%", "_", "jo%s"])
def test_a_sign_that_databases_read_as_any_other_means_only_itself(app, sign):
    UserFactory(name="Jonas Weber", email="jonas@example.org")
    assert list(search_users(sign)) == []
