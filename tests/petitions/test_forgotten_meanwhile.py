"""Signers become numbers while someone writes of them, in real threads: nothing that was written stays."""

from datetime import timedelta

from app.accounts.models import User
from app.core import clock
from app.core.database import session
from app.core.transaction import transaction
from app.petitions import services
from app.petitions.models import (
    DisplayName,
    PaperBatch,
    PaperRow,
    Perspective,
    Petition,
    PetitionStatus,
    Signature,
    SignatureConsent,
)
from app.petitions.rules.paper import PaperLine
from tests.organisations.factories import MembershipFactory
from tests.petitions.factories import make_batch, make_petition, make_signature
from tests.racing import first_and_second

LONG_AGO = timedelta(days=400)


def closed(**values):
    return make_petition(status=PetitionStatus.CLOSED, closed_at=clock.now() - LONG_AGO, **values)


def test_what_a_signer_writes_while_signers_are_forgotten_is_forgotten(app):
    host = MembershipFactory().organisation
    petition = closed()
    signature = make_signature(petition, name="Kim", reason=None)
    petition_id, signature_id, host_id = petition.id, signature.id, host.id
    wish = services.SignatureChange(
        display=DisplayName.FULL_NAME,
        reason="My brother waited a year.",
        perspective=Perspective.UNSAID,
        is_following=True,
        consents=(host_id,),
    )
    first_and_second(
        app,
        lambda: services.change_signature(session.get_one(Signature, signature_id), wish),
        lambda: services.anonymise(petition_id),
    )
    with transaction():
        services.anonymise(petition_id)
    kept = session.get_one(Signature, signature_id, populate_existing=True)
    assert (kept.name, kept.email, kept.reason, kept.is_following) == (None, None, None, False)
    assert kept.display is DisplayName.HIDDEN
    assert session.query(SignatureConsent).count() == 0
    assert session.get_one(Petition, petition_id).anonymised_at is not None


def test_names_that_are_entered_from_paper_while_signers_are_forgotten_are_forgotten(app):
    petition = closed()
    member = MembershipFactory().user
    batch_id, petition_id, user_id = make_batch(petition, member).id, petition.id, member.id

    def enter():
        batch, by = session.get_one(PaperBatch, batch_id), session.get_one(User, user_id)
        services.enter_lines(batch, [PaperLine("Ada Low", "LS6 2AB")], by=by)

    first_and_second(app, enter, lambda: services.anonymise(petition_id))
    assert session.get_one(Petition, petition_id).anonymised_at is not None
    assert [row.name for row in session.query(PaperRow) if row.name is not None] == []
