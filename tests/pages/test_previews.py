"""What hosts see of a petition and of a fund before these are public."""

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from flask.testing import FlaskClient

from app.donations.models import FundStatus
from app.organisations.models import MemberRole, Organisation
from app.petitions.models import AreaQuestion, PetitionStatus
from tests.accounts.factories import UserFactory
from tests.donations.factories import make_fund
from tests.organisations.factories import MembershipFactory, OrganisationFactory
from tests.petitions.factories import make_petition
from tests.signing_in import sign_in
from tests.visiting import text_of


class Kind(NamedTuple):
    """What is held, and where its pages are."""

    make: Callable[..., Any]
    draft: object
    shown: object
    place: str


PETITION = Kind(make_petition, PetitionStatus.DRAFT, PetitionStatus.OPEN, "petitions")
FUND = Kind(make_fund, FundStatus.DRAFT, FundStatus.OPEN, "funds")
KINDS = pytest.mark.parametrize("kind", [PETITION, FUND], ids=["petition", "fund"])


@pytest.fixture
def own(client: FlaskClient) -> Organisation:
    organisation: Organisation = OrganisationFactory()
    member = MembershipFactory(organisation=organisation, role=MemberRole.HELPER)
    sign_in(client, member.user)
    return organisation


@KINDS
def test_hosts_see_a_draft_as_the_public_will(client: FlaskClient, own: Organisation, kind: Kind) -> None:
    held = kind.make(kind.draft, hosts=[own], title="A new draft", slug="tea")
    path = f"/desk/{kind.place}/tea/preview"
    assert f'href="{path}"' in text_of(client, f"/desk/{kind.place}/tea")
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "X-Twain-Tags" not in answer.headers
    page = answer.text
    for sentence in ("how everyone will see", "A new draft", own.name, "noindex", "Back to planning"):
        assert sentence in page
    main = page[page.index("<main") : page.index("</main>")]
    for inert in ("<form", "ld+json", "<input", f'href="/{kind.place}/{held.slug}', "reply-bar"):
        assert inert not in main
    for elsewhere in ("oembed", "ld+json", ".atom", "Skip to signing", "Skip to giving"):
        assert elsewhere not in page


@KINDS
def test_nobody_else_sees_a_draft(client: FlaskClient, own: Organisation, kind: Kind) -> None:
    kind.make(kind.draft, hosts=[OrganisationFactory()], slug="tea")
    text_of(client, f"/desk/{kind.place}/tea/preview", 404)
    text_of(client, f"/desk/{kind.place}/none/preview", 404)
    sign_in(client, UserFactory(is_staff=True))
    text_of(client, f"/desk/{kind.place}/tea/preview", 404)


@KINDS
def test_a_public_one_needs_no_preview(client: FlaskClient, own: Organisation, kind: Kind) -> None:
    kind.make(kind.shown, hosts=[own], slug="open")
    assert "/preview" not in text_of(client, f"/desk/{kind.place}/open")
    assert client.get(f"/desk/{kind.place}/open/preview").location == f"/{kind.place}/open"


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (AreaQuestion.NONE, "asks for a name and an e-mail address."),
        (AreaQuestion.POSTCODE, "asks for a name, an e-mail address and where they live."),
        (AreaQuestion.AREA, "asks for a name, an e-mail address and where they live."),
    ],
)
def test_the_preview_of_a_petition_says_what_will_be_asked(
    client: FlaskClient, own: Organisation, question: AreaQuestion, sentence: str
) -> None:
    make_petition(PetitionStatus.DRAFT, hosts=[own], slug="tea", area_question=question)
    assert sentence in text_of(client, "/desk/petitions/tea/preview")


def test_the_preview_of_a_fund_says_who_will_get_how_much(client: FlaskClient, own: Organisation) -> None:
    other = OrganisationFactory(name="The Long Table")
    make_fund(FundStatus.DRAFT, hosts=[own, other], weights=[6_000, 4_000], slug="agreed")
    make_fund(FundStatus.DRAFT, hosts=[own, other], weights=[6_000, 3_000], slug="open")
    page = text_of(client, "/desk/funds/agreed/preview")
    assert "£6" in page
    assert "It is not open yet" not in page
    assert "The hosts agree on this before it opens." in text_of(client, "/desk/funds/open/preview")
