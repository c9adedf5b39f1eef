"""Someone is erased at the very moment at which they do something else, in real threads."""

from datetime import timedelta
from threading import Barrier

import pytest

from app.accounts import services
from app.accounts.models import User
from app.core import clock
from app.core.database import session
from app.core.errors import Refused
from app.core.transaction import transaction
from app.organisations.models import Invitation, MemberRole, Membership
from app.organisations.rules import Profile
from app.organisations.services import accept, create
from app.outbox.models import Message
from tests.accounts.factories import UserFactory
from tests.organisations.factories import InvitationFactory
from tests.racing import at_once, first_and_second, meet


@pytest.fixture
def noor(app):
    return UserFactory(email="noor@example.org", erasure_due_at=clock.now() - timedelta(minutes=1))


def erasing(user):
    user_id = user.id
    return lambda: services.erase_due(session.get_one(User, user_id))


def keeping(user):
    user_id = user.id
    return lambda: services.cancel_erasure(session.get_one(User, user_id))


def test_two_workers_at_once_erase_someone_once(app, noor):
    assert first_and_second(app, erasing(noor), erasing(noor)) == [None, None]
    assert session.query(Message).filter_by(template="accounts/erased").count() == 1


def test_who_stays_after_all_is_not_erased_meanwhile(app, noor):
    kept, erased = first_and_second(app, keeping(noor), erasing(noor))
    is_erased = session.get_one(User, noor.id).erased_at is not None
    assert erased is None
    assert is_erased == isinstance(kept, Refused)


def test_who_comes_too_late_to_stay_is_told_so(app, noor):
    _erased, kept = first_and_second(app, erasing(noor), keeping(noor))
    is_erased = session.get_one(User, noor.id).erased_at is not None
    assert is_erased == isinstance(kept, Refused)


def test_who_presses_twice_to_stay_stays(app, noor):
    with transaction():
        noor.erasure_due_at = clock.now() + timedelta(days=1)
    user_id, gate = noor.id, Barrier(3)

    def keep():
        user = session.get_one(User, user_id)
        meet(gate)
        services.cancel_erasure(user)

    assert at_once(app, keep, keep, keep) == [None, None, None]
    assert session.get_one(User, user_id).erasure_due_at is None


def test_nobody_joins_an_organisation_while_they_are_erased(app, noor):
    invitation = InvitationFactory(email=noor.email, role=MemberRole.OWNER)
    invitation_id, user_id = invitation.id, noor.id

    def join():
        accept(session.get_one(Invitation, invitation_id), by=session.get_one(User, user_id))

    first_and_second(app, erasing(noor), join)
    left = session.query(Membership).filter_by(user_id=user_id, ended_at=None).count()
    assert left == 0 or session.get_one(User, user_id).erased_at is None


def test_nobody_begins_an_organisation_while_they_are_erased(app, noor):
    user_id = noor.id
    profile = Profile(name="Tea", purpose="Tea.", works_with="All", area="Leeds")
    first_and_second(app, erasing(noor), lambda: create(profile, by=session.get_one(User, user_id)))
    left = session.query(Membership).filter_by(user_id=user_id, ended_at=None).count()
    assert left == 0 or session.get_one(User, user_id).erased_at is None
