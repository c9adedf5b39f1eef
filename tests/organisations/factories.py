"""Make organisations, memberships and invitations for tests; they are committed at once."""

from datetime import timedelta
from typing import Any

import factory
from factory.alchemy import SQLAlchemyModelFactory

from app.core import clock
from app.core.database import session
from app.core.text import slugify
from app.core.tokens import token_hash
from app.organisations.models import (
    Invitation,
    InvitationStatus,
    MemberRole,
    Membership,
    Organisation,
    OrganisationStatus,
)


class OrganisationFactory(SQLAlchemyModelFactory):
    """A verified organisation; `owner=user` gives it one."""

    class Meta:
        model = Organisation
        sqlalchemy_session = session
        sqlalchemy_session_persistence = "commit"

    name = factory.Sequence(lambda n: f"Organisation {n}")
    slug = factory.LazyAttribute(lambda o: slugify(o.name))
    purpose = "A place to talk."
    works_with = "Anyone nearby"
    area = "Leeds"
    status = OrganisationStatus.VERIFIED
    created_at = factory.LazyFunction(clock.now)
    verified_at = factory.LazyAttribute(
        lambda o: o.created_at if o.status is OrganisationStatus.VERIFIED else None
    )

    @factory.post_generation
    def owner(organisation: Organisation, create: bool, user: Any, **kwargs: Any) -> None:  # noqa: ARG002, N805  # the signature is factory-boy's
        """Make the given user its owner."""
        if user is not None:
            MembershipFactory(organisation=organisation, user=user, role=MemberRole.OWNER)


class MembershipFactory(SQLAlchemyModelFactory):
    """A current membership of an organiser."""

    class Meta:
        model = Membership
        sqlalchemy_session = session
        sqlalchemy_session_persistence = "commit"

    organisation = factory.SubFactory(OrganisationFactory)
    user = factory.SubFactory("tests.accounts.factories.UserFactory")
    role = MemberRole.ORGANISER
    started_at = factory.LazyFunction(clock.now)


class InvitationFactory(SQLAlchemyModelFactory):
    """An open invitation; `token` is what its link holds. Give it an `invited_by` who may invite."""

    class Meta:
        model = Invitation
        sqlalchemy_session = session
        sqlalchemy_session_persistence = "commit"
        exclude = ("token",)

    token = factory.Sequence(lambda n: f"invitation-token-{n}")
    organisation = factory.SubFactory(OrganisationFactory)
    email = factory.Sequence(lambda n: f"invited{n}@example.org")
    role = MemberRole.HELPER
    status = InvitationStatus.SENT
    token_hash = factory.LazyAttribute(lambda o: token_hash(o.token))
    sent_at = factory.LazyFunction(clock.now)
    expires_at = factory.LazyAttribute(lambda o: o.sent_at + timedelta(days=14))
