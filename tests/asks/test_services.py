"""What hosts can do with asks, on a real database."""

import hashlib
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.facts import PersonalData
from app.accounts.models import User
from app.asks import jobs, queries, services
from app.asks.models import (
    Ask,
    AskStatus,
    AskTarget,
    Commitment,
    Contact,
    ContactKind,
    Correction,
    CorrectionStatus,
    EvidenceDocument,
    Position,
    Standing,
    StatusEntry,
    Target,
)
from app.asks.queries.answers import is_over, personal_data
from app.asks.rules.content import TARGETS, AskDetails, details_from
from app.asks.rules.neutrality import Neutral
from app.audit.models import Action, AuditEntry
from app.cohosting import services as cohosting
from app.cohosting.facts import IsOver
from app.cohosting.queries import open_proposal
from app.cohosting.services import Edit, Saved, WrittenMeanwhile
from app.core import clock
from app.core.database import session
from app.core.errors import Invalid, Refused
from app.core.facts import announce
from app.core.revisions import numbers
from app.core.transaction import transaction
from app.organisations.facts import OrganisationChanged
from app.organisations.models import Organisation, OrganisationStatus
from app.outbox.models import Message
from app.petitions.models import PetitionStatus
from tests.asks.factories import make_ask, make_correction, make_entry, make_target, make_wording, put
from tests.cohosting.factories import make_organisation
from tests.petitions.factories import make_petition

Side = tuple[Organisation, User]


@pytest.fixture
def men(app: Flask) -> Side:
    return make_organisation("Harbour Men’s Circle", "Tunde")


@pytest.fixture
def women(app: Flask) -> Side:
    return make_organisation("The Long Table", "Joanne")


@pytest.fixture
def joint(men: Side, women: Side) -> Ask:
    return make_ask(hosts=[men[0], women[0]], title="Quiet rooms")


@pytest.fixture
def alone(men: Side) -> Ask:
    return make_ask(hosts=[men[0]], title="Quiet rooms")


def the_target(ask: Ask) -> AskTarget:
    return queries.targets_of(ask)[0]


def news(after: Standing, **more: object) -> services.News:
    values = {"on": clock.now().date(), "evidence_link": "https://example.org/minutes", **more}
    return services.News(after=after, **values)  # type: ignore[arg-type]  # keywords of a test


def write(ask_target: AskTarget, told: services.News, side: Side) -> StatusEntry:
    with transaction():
        return services.record_status(ask_target, told, services.Writing(side[1], side[0]))


def edit(ask: Ask, side: Side, version: int = 0, **changes: object) -> Saved:
    details = replace(details_from(queries.working_content(ask)), **changes)  # type: ignore[arg-type]
    with transaction():
        return services.save_ask(ask, Edit(details, version or ask.version, side[1], side[0]))


def publish(ask: Ask, side: Side, ticks: list[str] | None = None) -> None:
    with transaction():
        services.propose_publication(
            ask, list(Neutral) if ticks is None else ticks, by=side[1], on_behalf_of=side[0]
        )


def sign(ask: Ask, side: Side) -> None:
    proposal = open_proposal(ask.cohosting)
    assert proposal is not None
    with transaction():
        cohosting.sign_off(proposal, content_hash=proposal.content_hash, by=side[1], on_behalf_of=side[0])


def draft(side: Side, **values: object) -> Ask:
    target = make_target("Northbridge Council", entered_by=side[0])
    whole = {"title": "Quiet rooms", "text": "A room.", "why": "Because.", "done_when": "It is there."}
    details = AskDetails(**{**whole, "targets": (target.slug,), **values})  # type: ignore[arg-type]
    with transaction():
        return services.draft_ask(details, organisation=side[0], by=side[1])


def counted(ask: Ask) -> int:
    return numbers([f"ask:{ask.slug}"])[0]


def actions() -> set[Action]:
    return set(session.scalars(select(AuditEntry.action)))


@pytest.mark.parametrize("lost", [{"text": ""}, {"why": ""}, {"done_when": ""}, {"targets": ()}])
def test_nothing_that_makes_an_ask_checkable_can_be_taken_from_it(alone: Ask, men: Side, lost: Any) -> None:
    version = alone.version
    with pytest.raises(Refused):
        edit(alone, men, **lost)
    session.refresh(alone)
    assert alone.version == version


class TestPublishing:
    def test_a_sole_host_publishes_and_the_record_begins(self, men: Side) -> None:
        ask = draft(men)
        publish(ask, men)
        assert ask.status is AskStatus.PUBLISHED
        found = the_target(ask)
        assert found.standing is Standing.ASKED
        assert found.asked_on == clock.now().date()
        (entry,) = queries.entries_of(ask)
        assert (entry.before, entry.after) == (None, Standing.ASKED)

    def test_the_ticks_are_kept_with_what_was_agreed(self, men: Side) -> None:
        ask = draft(men)
        publish(ask, men)
        line = session.scalars(select(AuditEntry).where(AuditEntry.action == Action.ASK_PUBLISHED)).one()
        assert line.detail["neutrality"] == [each.value for each in Neutral]

    @pytest.mark.parametrize("missing", Neutral)
    def test_each_tick_is_needed(self, men: Side, missing: Neutral) -> None:
        ask = draft(men)
        with pytest.raises(Refused):
            publish(ask, men, [each for each in Neutral if each is not missing])
        session.refresh(ask)
        assert ask.status is AskStatus.DRAFT

    @pytest.mark.parametrize("field", ["text", "why", "done_when", "targets"])
    def test_nothing_that_makes_it_checkable_may_be_missing(self, men: Side, field: str) -> None:
        ask = draft(men, **{field: () if field == "targets" else ""})
        with pytest.raises(Refused):
            publish(ask, men)

    def test_it_becomes_public_when_every_host_has_signed(self, men: Side, women: Side) -> None:
        ask = make_ask(hosts=[men[0], women[0]], status=AskStatus.DRAFT)
        publish(ask, men)
        assert ask.status is AskStatus.PROPOSED
        sign(ask, women)
        assert ask.status is AskStatus.PUBLISHED

    def test_an_edit_meanwhile_asks_everyone_again(self, men: Side, women: Side) -> None:
        ask = make_ask(hosts=[men[0], women[0]], status=AskStatus.DRAFT)
        publish(ask, men)
        edit(ask, women, text="Two rooms.")
        proposal = open_proposal(ask.cohosting)
        assert proposal is not None
        assert proposal.number == 2
        assert proposal.content["neutrality"]
        sign(ask, men)
        assert (ask.status, ask.text) == (AskStatus.PUBLISHED, "Two rooms.")

    def test_what_was_taken_back_can_come_again(self, alone: Ask, men: Side) -> None:
        with transaction():
            services.propose_withdrawal(alone, by=men[1], on_behalf_of=men[0])
        assert alone.status is AskStatus.WITHDRAWN
        publish(alone, men)
        assert alone.status is AskStatus.PUBLISHED

    def test_a_lapsed_proposal_gives_the_draft_back(self, men: Side, women: Side) -> None:
        ask = make_ask(hosts=[men[0], women[0]], status=AskStatus.DRAFT)
        publish(ask, men)
        proposal = open_proposal(ask.cohosting)
        assert proposal is not None
        with clock.moved(timedelta(days=8)), transaction():
            cohosting.lapse(proposal)
        assert ask.status is AskStatus.DRAFT


class TestSaving:
    def test_small_corrections_show_at_once(self, joint: Ask, men: Side) -> None:
        before = counted(joint)
        saved = edit(joint, men, why="We have seen it.")
        assert saved.proposal is None
        assert joint.why == "We have seen it."
        assert counted(joint) > before

    @pytest.mark.parametrize(
        ("field", "value"), [("text", "Another text."), ("done_when", "A rule stands in print.")]
    )
    def test_key_facts_wait_for_the_other_host(
        self, joint: Ask, men: Side, women: Side, field: str, value: str
    ) -> None:
        before = getattr(joint, field)
        edit(joint, men, **{field: value})
        assert getattr(joint, field) == before
        sign(joint, women)
        assert getattr(joint, field) == value

    def test_new_targets_are_asked_and_others_no_longer_on_the_record(
        self, joint: Ask, men: Side, women: Side
    ) -> None:
        old, new = the_target(joint), make_target("Another Council", entered_by=men[0])
        edit(joint, men, targets=(new.slug,))
        sign(joint, women)
        assert {each.target.slug: each.standing for each in queries.targets_of(joint)} == {
            old.target.slug: Standing.WITHDRAWN,
            new.slug: Standing.ASKED,
        }
        assert queries.settled_content(joint)[TARGETS] == [new.slug]

    def test_a_target_that_was_left_out_is_asked_again(self, alone: Ask, men: Side) -> None:
        old, new = the_target(alone), make_target("Another Council", entered_by=men[0])
        edit(alone, men, targets=(new.slug,))
        edit(alone, men, targets=(new.slug, old.target.slug))
        assert the_target(alone).standing is Standing.ASKED
        assert len(queries.targets_of(alone)) == 2

    def test_an_unknown_target_is_refused(self, alone: Ask, men: Side) -> None:
        with pytest.raises(Refused):
            edit(alone, men, targets=("nobody",))

    def test_a_public_ask_stays_checkable(self, alone: Ask, men: Side) -> None:
        with pytest.raises(Refused):
            edit(alone, men, done_when="")

    def test_two_writers_are_told(self, joint: Ask, men: Side, women: Side) -> None:
        version = joint.version
        edit(joint, men, why="First.")
        with pytest.raises(WrittenMeanwhile):
            edit(joint, women, version, why="Second.")
        session.refresh(joint)
        assert joint.why == "First."

    def test_nothing_different_changes_nothing(self, joint: Ask, men: Side) -> None:
        version = joint.version
        assert not edit(joint, men).is_changed
        assert joint.version == version

    def test_each_host_keeps_its_own_words(self, joint: Ask, men: Side, women: Side) -> None:
        for organisation, user in (men, women):
            with transaction():
                services.write_wording(joint, f"As {user.name} says it.", by=user, on_behalf_of=organisation)
        assert [each.text for each in queries.wordings_of(joint)] == [
            "As Tunde says it.",
            "As Joanne says it.",
        ]
        with transaction():
            services.write_wording(joint, "", by=men[1], on_behalf_of=men[0])
        assert [each.organisation.name for each in queries.wordings_of(joint)] == ["The Long Table"]

    def test_asking_oneself_makes_one_target_only(self, alone: Ask, men: Side) -> None:
        with transaction():
            first = services.target_of_ourselves(men[0], by=men[1])
            second = services.target_of_ourselves(men[0], by=men[1])
        assert first.id == second.id
        edit(alone, men, targets=(first.slug,))
        assert queries.current_targets(alone)[0].target.organisation_id == men[0].id

    def test_a_deleted_draft_leaves_no_words(self, men: Side) -> None:
        ask = draft(men)
        make_wording(ask, men[0], "Ours.")
        with transaction():
            services.delete_draft(ask, by=men[1], on_behalf_of=men[0])
        assert (ask.status, ask.title, ask.text) == (AskStatus.DELETED, "", "")
        assert queries.ask_by_slug(ask.slug) is None
        assert not queries.wordings_of(ask)

    def test_what_was_public_is_not_deleted(self, alone: Ask, men: Side) -> None:
        with pytest.raises(Refused), transaction():
            services.delete_draft(alone, by=men[1], on_behalf_of=men[0])


class TestTracking:
    def test_a_step_holds_at_once(self, joint: Ask, men: Side) -> None:
        put_ = the_target(joint)
        write(put_, news(Standing.PROMISED, position=Position.FOR, due_on=date(2027, 5, 1)), men)
        assert (put_.standing, put_.position, put_.due_on) == (
            Standing.PROMISED,
            Position.FOR,
            date(2027, 5, 1),
        )
        assert put_.sequence == 1

    @pytest.mark.parametrize("end", [Standing.DONE, Standing.REFUSED])
    def test_an_end_holds_once_another_host_has_read_it(
        self, joint: Ask, men: Side, women: Side, end: Standing
    ) -> None:
        put_ = the_target(joint)
        entry = write(put_, news(end), men)
        assert put_.standing is Standing.ASKED
        with pytest.raises(Refused), transaction():
            services.agree(entry, by=men[1], on_behalf_of=men[0])
        with transaction():
            services.agree(entry, by=women[1], on_behalf_of=women[0])
        assert put_.standing is end
        assert entry.reviewed_for_id == women[0].id
        with pytest.raises(Refused), transaction():
            services.agree(entry, by=women[1], on_behalf_of=women[0])

    def test_a_colleague_of_the_same_host_is_no_second_reader(
        self, joint: Ask, men: Side, women: Side
    ) -> None:
        entry = write(the_target(joint), news(Standing.DONE), men)
        with pytest.raises(Refused), transaction():
            services.agree(entry, by=women[1], on_behalf_of=men[0])

    def test_who_works_for_both_hosts_does_not_read_their_own_words(
        self, joint: Ask, men: Side, women: Side
    ) -> None:
        entry = write(the_target(joint), news(Standing.DONE), men)
        with pytest.raises(Refused), transaction():
            services.agree(entry, by=men[1], on_behalf_of=women[0])

    def test_alone_it_waits_for_staff(self, alone: Ask, men: Side) -> None:
        entry = write(the_target(alone), news(Standing.DONE), men)
        stranger, robin = make_organisation("Else")[1], make_organisation("Staff")[1]
        with pytest.raises(Refused), transaction():
            services.agree(entry, by=stranger, on_behalf_of=None)
        robin.is_staff = True
        session.commit()
        with transaction():
            services.agree(entry, by=robin, on_behalf_of=None)
        assert the_target(alone).standing is Standing.DONE

    def test_who_disagrees_says_why_and_it_never_holds(self, joint: Ask, men: Side, women: Side) -> None:
        entry = write(the_target(joint), news(Standing.REFUSED), men)
        with pytest.raises(Invalid), transaction():
            services.disagree(entry, "", by=women[1], on_behalf_of=women[0])
        with transaction():
            services.disagree(entry, "They said perhaps.", by=women[1], on_behalf_of=women[0])
        assert entry.is_declined
        assert the_target(joint).standing is Standing.ASKED

    def test_one_end_waits_at_a_time(self, joint: Ask, men: Side, women: Side) -> None:
        write(the_target(joint), news(Standing.DONE), men)
        with pytest.raises(Refused):
            write(the_target(joint), news(Standing.REFUSED), women)

    def test_the_other_hosts_are_asked_by_mail(self, joint: Ask, men: Side, women: Side) -> None:
        write(the_target(joint), news(Standing.DONE), men)
        message = session.scalars(select(Message).where(Message.template == "asks/second_reader")).one()
        assert message.recipient == women[1].email
        assert "Quiet rooms" in message.text

    def test_an_end_needs_evidence(self, joint: Ask, men: Side) -> None:
        with pytest.raises(Invalid):
            write(the_target(joint), news(Standing.DONE, evidence_link="", note="They told us."), men)

    def test_a_step_needs_at_least_a_note(self, joint: Ask, men: Side) -> None:
        with pytest.raises(Invalid):
            write(the_target(joint), news(Standing.ANSWERED, evidence_link=""), men)

    def test_going_back_needs_a_reason(self, joint: Ask, men: Side) -> None:
        write(the_target(joint), news(Standing.IN_PROGRESS), men)
        with pytest.raises(Invalid):
            write(the_target(joint), news(Standing.ASKED), men)
        write(the_target(joint), news(Standing.ASKED, note="It was another school."), men)
        assert len(queries.entries_of(joint)) == 2

    @pytest.mark.parametrize("standing", [Standing.SILENT, Standing.OVERDUE])
    def test_people_do_not_set_what_the_calendar_sets(
        self, joint: Ask, men: Side, standing: Standing
    ) -> None:
        with pytest.raises(Invalid):
            write(the_target(joint), news(standing), men)

    def test_nothing_happens_tomorrow(self, joint: Ask, men: Side) -> None:
        tomorrow = clock.now().date() + timedelta(days=1)
        with pytest.raises(Invalid):
            write(the_target(joint), news(Standing.ANSWERED, on=tomorrow), men)

    def test_only_public_asks_are_tracked(self, men: Side) -> None:
        ask = make_ask(hosts=[men[0]], status=AskStatus.DRAFT)
        with pytest.raises(Refused):
            write(the_target(ask), news(Standing.ANSWERED), men)

    def test_a_document_is_kept_with_its_hash(self, joint: Ask, men: Side) -> None:
        document = services.read_document("../../Minutes (final).PDF", b"%PDF-1.7 minutes")
        entry = write(the_target(joint), news(Standing.PROMISED, document=document), men)
        kept = session.get(EvidenceDocument, entry.document_id)
        assert kept is not None
        assert kept.filename == "minutes-final.pdf"
        assert kept.sha256 == hashlib.sha256(b"%PDF-1.7 minutes").hexdigest()

    @pytest.mark.parametrize("content", [b"MZ\x90\x00", b"x" * (5 * 1024 * 1024 + 1)])
    def test_other_files_are_refused(self, content: bytes) -> None:
        with pytest.raises(Invalid):
            services.read_document("minutes.pdf", content)

    def test_a_promise_sets_the_deadline(self, joint: Ask, men: Side) -> None:
        said = services.Words("By May.", clock.now().date(), due_on=date(2027, 5, 1))
        for _press in range(2):
            with transaction():
                services.record_commitment(the_target(joint), said, services.Writing(men[1], men[0]))
        assert the_target(joint).due_on == date(2027, 5, 1)
        assert session.scalars(select(Commitment)).one().words == "By May."

    def test_a_contact_is_kept(self, joint: Ask, men: Side) -> None:
        turn = services.Turn(ContactKind.LETTER, clock.now().date(), "By post.")
        with transaction():
            services.record_contact(the_target(joint), turn, services.Writing(men[1], men[0]))
        assert session.scalars(select(Contact)).one().note == "By post."
        assert Action.ASK_CONTACT_KEPT in actions()


class TestTime:
    def test_silence_is_noted_once(self, joint: Ask) -> None:
        with clock.moved(timedelta(days=30)):
            jobs.turn_standings()
            jobs.turn_standings()
            session.expire_all()
            assert the_target(joint).standing is Standing.SILENT
            (entry,) = queries.entries_of(joint)
            assert (entry.by_id, entry.after) == (None, Standing.SILENT)

    def test_nobody_is_silent_too_early(self, joint: Ask) -> None:
        with clock.moved(timedelta(days=29)):
            jobs.turn_standings()
        assert the_target(joint).standing is Standing.ASKED

    def test_a_deadline_is_noted_once_even_after_news(self, joint: Ask, men: Side) -> None:
        due = clock.now().date() + timedelta(days=5)
        write(the_target(joint), news(Standing.PROMISED, due_on=due), men)
        with clock.moved(timedelta(days=6)):
            jobs.turn_standings()
            session.expire_all()
            assert the_target(joint).standing is Standing.OVERDUE
            write(the_target(joint), news(Standing.IN_PROGRESS), men)
            jobs.turn_standings()
            session.expire_all()
            assert the_target(joint).standing is Standing.IN_PROGRESS
        later = due + timedelta(days=30)
        with clock.moved(timedelta(days=7)):
            write(the_target(joint), news(Standing.IN_PROGRESS, due_on=later), men)
        with clock.moved(timedelta(days=50)):
            jobs.turn_standings()
            session.expire_all()
            assert the_target(joint).standing is Standing.OVERDUE

    def test_what_is_not_public_is_left_alone(self, men: Side) -> None:
        ask = make_ask(hosts=[men[0]], status=AskStatus.WITHDRAWN)
        with clock.moved(timedelta(days=400)):
            jobs.turn_standings()
        assert not queries.entries_of(ask)

    def test_windows_draw_the_pages_anew(self, men: Side) -> None:
        today = clock.now().date()
        asks = [
            make_ask(hosts=[men[0]], hidden_from=today),
            make_ask(hosts=[men[0]], hidden_from=today - timedelta(9), hidden_until=today - timedelta(1)),
            make_ask(hosts=[men[0]], hidden_from=today - timedelta(1)),
        ]
        before = [counted(ask) for ask in asks]
        jobs.turn_windows()
        assert [counted(ask) > old for ask, old in zip(asks, before, strict=True)] == [True, True, False]


class TestCorrections:
    def test_a_request_is_answered_once_and_the_asker_hears(self, joint: Ask, men: Side, women: Side) -> None:
        with transaction():
            correction = services.request_correction(joint, "It was May.", email="sam@example.org")
        answer = services.Answer(CorrectionStatus.CORRECTED, "True, thank you.")
        with transaction():
            services.answer_correction(correction, answer, by=men[1], on_behalf_of=men[0])
        message = session.scalars(select(Message).where(Message.template == "asks/correction_answered")).one()
        assert message.recipient == "sam@example.org"
        with pytest.raises(Refused), transaction():
            services.answer_correction(correction, answer, by=women[1], on_behalf_of=women[0])

    def test_hosts_hear_of_it_and_never_who_asked(self, joint: Ask) -> None:
        with transaction():
            services.request_correction(joint, "It was May.", email="sam@example.org")
        told = session.scalars(select(Message).where(Message.template == "asks/correction_asked")).all()
        assert len(told) == 2
        assert not any("sam@example.org" in each.text + each.html for each in told)

    def test_the_address_is_encrypted_and_forgotten(self, joint: Ask, men: Side) -> None:
        with transaction():
            correction = services.request_correction(joint, "It was May.", email="sam@example.org")
        raw = session.connection().exec_driver_sql("SELECT email FROM ask_corrections").scalar()
        assert raw is not None
        assert "sam@" not in str(raw)
        answer = services.Answer(CorrectionStatus.DECLINED, "The minutes say April.")
        with transaction():
            services.answer_correction(correction, answer, by=men[1], on_behalf_of=men[0])
        with clock.moved(timedelta(days=89)):
            jobs.forget_old_askers()
        assert session.scalar(select(func.count()).where(Correction.email.is_not(None))) == 1
        with clock.moved(timedelta(days=91)):
            jobs.forget_old_askers()
        assert session.scalar(select(func.count()).where(Correction.email.is_not(None))) == 0


class TestReactions:
    def test_when_the_last_host_leaves_the_ask_is_taken_back(self, alone: Ask, men: Side) -> None:
        with transaction():
            cohosting.leave(alone.cohosting, men[0], by=men[1])
        session.refresh(alone)
        assert alone.status is AskStatus.WITHDRAWN

    def test_an_abandoned_draft_is_wiped(self, men: Side) -> None:
        ask = draft(men)
        with transaction():
            cohosting.leave(ask.cohosting, men[0], by=men[1])
        session.refresh(ask)
        assert ask.status is AskStatus.DELETED

    def test_an_ask_is_over_when_all_have_granted_or_refused(self, joint: Ask) -> None:
        assert not is_over(IsOver(joint.cohosting))
        the_target(joint).standing = Standing.DONE
        session.commit()
        assert is_over(IsOver(joint.cohosting))
        put(joint, make_target())
        assert not is_over(IsOver(joint.cohosting))

    def test_people_get_what_they_wrote(self, joint: Ask, men: Side) -> None:
        write(the_target(joint), news(Standing.ANSWERED, note="They wrote."), men)
        with transaction():
            services.write_wording(joint, "Our words.", by=men[1], on_behalf_of=men[0])
            turn = services.Turn(ContactKind.MEETING, clock.now().date(), "We met.")
            services.record_contact(the_target(joint), turn, services.Writing(men[1], men[0]))
        content = personal_data(PersonalData(men[1])).content
        assert content["wordings"][0]["text"] == "Our words."
        assert content["entries"][0]["note"] == "They wrote."
        assert content["contacts"][0]["text"] == "We met."


class TestTargets:
    def test_two_of_one_name_get_two_addresses(self, men: Side) -> None:
        details = services.TargetDetails("The Council")
        with transaction():
            one = services.enter_target(details, by=men[1], on_behalf_of=men[0])
            two = services.enter_target(details, by=men[1], on_behalf_of=men[0])
        assert (one.slug, two.slug) == ("the-council", "the-council-2")

    def test_a_correction_draws_the_pages_of_its_asks_anew(self, joint: Ask, men: Side) -> None:
        target: Target = the_target(joint).target
        before = counted(joint)
        with transaction():
            details = services.TargetDetails(target.name, "Chair")
            assert services.correct_target(target, details, by=men[1])
            assert not services.correct_target(target, details, by=men[1])
        assert counted(joint) > before

    def test_a_term_ends_after_it_begins(self, men: Side) -> None:
        details = services.TargetDetails("The Mayor", term_from=date(2026, 5, 1), term_until=date(2025, 5, 1))
        with pytest.raises(Invalid), transaction():
            services.enter_target(details, by=men[1], on_behalf_of=men[0])


def test_a_host_that_is_renamed_is_renamed_where_it_asks_itself(men: Side) -> None:
    with transaction():
        target = services.target_of_ourselves(men[0], by=men[1])
        men[0].name = "Harbour Circle"
        announce(OrganisationChanged(men[0]))
    assert target.name == "Harbour Circle"


def test_a_host_that_is_not_verified_now_changes_nothing_public(joint: Ask, men: Side, women: Side) -> None:
    entry, correction = make_entry(joint, women[1], women[0]), make_correction(joint)
    ask_target, today = the_target(joint), clock.now().date()
    men[0].status = OrganisationStatus.REJECTED
    session.commit()
    before, acting = counted(joint), {"by": men[1], "on_behalf_of": men[0]}
    writing = services.Writing(men[1], men[0])
    with pytest.raises(Refused), transaction():
        services.write_wording(joint, "We say it worse.", **acting)
    with pytest.raises(Refused), transaction():
        services.join_initiative(joint, "", **acting)
    with pytest.raises(Refused), transaction():
        services.record_contact(ask_target, services.Turn(ContactKind.LETTER, today), writing)
    with pytest.raises(Refused), transaction():
        services.record_commitment(ask_target, services.Words("I never said so.", today), writing)
    with pytest.raises(Refused), transaction():
        services.record_status(ask_target, services.News(Standing.ANSWERED, today, note="Heard."), writing)
    with pytest.raises(Refused), transaction():
        services.agree(entry, **acting)
    with pytest.raises(Refused), transaction():
        services.disagree(entry, "It is not so.", **acting)
    answer = services.Answer(CorrectionStatus.DECLINED, "No.")
    with pytest.raises(Refused), transaction():
        services.answer_correction(correction, answer, **acting)
    with pytest.raises(Refused), transaction():
        services.correct_target(ask_target.target, services.TargetDetails("Somebody else"), by=men[1])
    assert counted(joint) == before


def test_nobody_renames_whom_others_ask_in_public(joint: Ask, men: Side, women: Side) -> None:
    asked, petitioned = the_target(joint).target, make_target(entered_by=men[0])
    petition = make_petition(hosts=[women[0]], targets=[petitioned])
    for target in (asked, petitioned):
        with transaction():
            assert services.correct_target(target, services.TargetDetails(target.name, "Chair"), by=men[1])
        with pytest.raises(Refused, match="by this name"), transaction():
            services.correct_target(target, services.TargetDetails("Somebody else"), by=men[1])
    petition.status = PetitionStatus.DRAFT
    session.commit()
    with transaction():
        assert services.correct_target(petitioned, services.TargetDetails("Somebody else"), by=men[1])


def test_a_newcomer_corrects_the_target_of_a_draft(men: Side) -> None:
    ask = make_ask(hosts=[men[0]], status=AskStatus.DRAFT)
    men[0].status = OrganisationStatus.UNVERIFIED
    session.commit()
    with transaction():
        assert services.correct_target(the_target(ask).target, services.TargetDetails("The Mayor"), by=men[1])
        assert services.write_wording(ask, "In our words.", by=men[1], on_behalf_of=men[0])


def test_a_target_of_an_open_petition_is_not_renamed_by_who_is_not_verified(men: Side, women: Side) -> None:
    target = make_target(entered_by=men[0])
    make_petition(hosts=[women[0]], targets=[target])
    men[0].status = OrganisationStatus.REJECTED
    session.commit()
    with pytest.raises(Refused), transaction():
        services.correct_target(target, services.TargetDetails("Somebody else"), by=men[1])
