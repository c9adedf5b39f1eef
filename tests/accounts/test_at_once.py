"""Two presses of one button at the same moment, or one code given twice, in real threads."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask_security.proxies import _security
from passlib.totp import TOTP

from app.accounts.models import User
from app.core.database import session
from app.core.transaction import transaction
from tests.accounts.factories import PASSWORD, UserFactory
from tests.accounts.mailbox import mails_to
from tests.racing import at_once, meet

NEW = {"name": "Noor Haddad", "email": "noor@people.test", "password": PASSWORD}


def pressed_twice(app, path, data):
    """Send a form twice at the same moment, as a double click does, and give both answers."""
    both = Barrier(2)

    def press(_turn):
        with app.app_context():
            both.wait(timeout=20)
            return app.test_client().post(path, data=data)

    session.rollback()
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(press, range(2)))


def test_who_registers_twice_at_once_is_asked_to_look_in_their_mail(app):
    answers = pressed_twice(app, "/register", NEW)
    assert [each.location for each in answers] == ["/register/sent"] * 2
    assert session.query(User).count() == 1
    assert sorted(mails_to(NEW["email"])) == ["accounts/already_here", "accounts/confirm_address"]


@pytest.mark.parametrize("_turn", range(4))
def test_a_recovery_code_given_twice_at_once_is_good_for_one_sign_in(app, _turn):
    user = UserFactory()
    with transaction():
        code, _other = _security.mf_recovery_codes_util.create_recovery_codes(user)[:2]
    user_id, both = user.id, Barrier(2)

    def use():
        codes, person = _security.mf_recovery_codes_util, session.get_one(User, user_id)
        assert person.mf_recovery_codes  # read before, as by the page that asks for a code
        meet(both)
        return codes.check_recovery_code(person, code) and codes.delete_recovery_code(person, code)

    assert sorted(at_once(app, use, use)) == [False, True]


@pytest.mark.parametrize("_turn", range(4))
def test_a_code_of_an_app_given_twice_at_once_is_taken_once(app, _turn):
    user, totp = UserFactory(), _security.totp_factory
    with transaction():
        secret = totp.generate_totp_secret()
        _security.datastore.tf_set(user, "authenticator", secret)
    key, user_id, both = totp.get_totp_pretty_key(secret), user.id, Barrier(2)
    code = TOTP(key=key).generate().token

    def give():
        person = session.get_one(User, user_id)
        secret, _last = person.tf_totp_secret, person.tf_last_counter
        meet(both)
        return totp.verify_totp(token=code, totp_secret=secret, user=person, window=30)

    assert sorted(at_once(app, give, give)) == [False, True]
