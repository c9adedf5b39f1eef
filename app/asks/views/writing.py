"""Begin an ask and write it together: the joint text, each host's own wording, and whom it is put to."""

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.models import User
from app.asks import policies, queries, services
from app.asks.forms import AskForm, BeginForm, TargetsForm, WordingForm
from app.asks.forms.ask import typed_from
from app.asks.models import Ask
from app.asks.rules.content import TARGETS, AskDetails, content_from, details_from
from app.asks.rules.lenses import Lens
from app.asks.rules.status import UNPUBLISHED
from app.asks.rules.wording import differences
from app.asks.views.blueprint import blueprint, edited_ask
from app.cohosting.policies import acting_for, acting_organisations
from app.cohosting.queries import open_proposal
from app.cohosting.services import Edit, WrittenMeanwhile, begin_once
from app.cohosting.views.acting import (
    acted,
    done,
    edit_in,
    form_page,
    offer_hosts,
    told,
    told_saved,
    warn_overtaken,
)
from app.core.access import me, require, signed_in
from app.core.errors import Refused
from app.core.forms import choices
from app.core.http import invalid, see_other
from app.core.i18n import _, locale
from app.core.numbers import row_number
from app.core.text import clean_line
from app.core.transaction import transaction
from app.organisations.models import Organisation
from app.organisations.policies import ORGANISING, can_organise
from app.organisations.queries import organisations_of

LONGEST_WORDS = 120


@blueprint.route("/desk/asks/new", methods=["GET", "POST"])
@signed_in
def new() -> ResponseReturnValue:
    """Begin a draft with nothing but its title."""
    user = me(User)
    own = organisations_of(user, ORGANISING)
    form = BeginForm(request.form)
    form.organisation.choices = choices((each.id, each.name) for each in own)
    if request.method == "GET":
        asked = next((each.id for each in own if each.slug == request.args.get("organisation")), None)
        form.organisation.data = asked
        return render_template("asks/new.html", form=form)
    if not form.validate():
        return invalid("asks/new.html", form=form)
    organisation = next(each for each in own if each.id == form.organisation.data)
    with transaction():
        require(can_organise(user, organisation))
        details = AskDetails(title=form.title.data or "", language=locale())
        ask = begin_once(details, services.draft_ask, queries.ask_of, organisation=organisation, by=user)
    return see_other(url_for("asks.edit", slug=ask.slug))


@blueprint.route("/desk/asks/<slug>/edit", methods=["GET", "POST"])
@signed_in
def edit(slug: str) -> ResponseReturnValue:
    """Show the form with what hosts have so far; save what was written."""
    user, ask = edited_ask(slug)
    working = queries.working_content(ask)
    if request.method == "GET":
        form = AskForm(data=typed_from(working, ask.version))
    else:
        form = AskForm(request.form)
    offer_hosts(form, user, ask)
    if request.method == "GET" or not form.validate():
        return _page(user, ask, form)
    details = form.details(tuple(working[TARGETS]))
    return _save(user, ask, form, details)


@blueprint.route("/desk/asks/<slug>/wording", methods=["GET", "POST"])
@signed_in
def wording(slug: str) -> ResponseReturnValue:
    """Write the ask in the words of one host."""
    user, ask = edited_ask(slug)
    form = offer_hosts(WordingForm(request.form), user, ask)
    if request.method == "GET":
        host = _wanted_host(user, ask)
        found = queries.wording_of(ask, host) if host else None
        form.text.data = found.text if found else ""
        form.on_behalf_of.data = host.id if host else None
    elif acted(form, user, ask, policies.can_edit, lambda host: _write_wording(ask, form, user, host)):
        return done(_("Saved. Your words stay readable beside the joint text."), ask)
    return form_page("wording", form, ask=ask)


@blueprint.route("/desk/asks/<slug>/targets", methods=["GET", "POST"])
@signed_in
def targets(slug: str) -> ResponseReturnValue:
    """Choose whom the ask is put to; to find others, or enter somebody new, takes no tick away."""
    user, ask = edited_ask(slug)
    working = queries.working_content(ask)
    form, then = TargetsForm(request.form if request.method == "POST" else None), request.form.get("then")
    if request.method == "GET":
        ticked = request.args.getlist("chosen") or working[TARGETS]
        form.targets.data = list(dict.fromkeys([*ticked, *request.args.getlist("entered")]))
        form.note.data = request.args.get("note")
        form.version.data = request.args.get("version") or str(ask.version)
    chosen = form.targets.data or []
    offered = [*queries.targets_at(chosen), *queries.found_targets(_words())]
    names = {each.slug: f"{each.name}, {each.office}" if each.office else each.name for each in offered}
    form.targets.choices = choices(names.items())
    offer_hosts(form, user, ask)
    if request.method == "POST" and then != "find" and form.validate():
        if then == "enter":
            note, version = form.note.data, form.version.data
            kept = url_for("asks.new_target", ask=slug, chosen=chosen or "", note=note, version=version)
            return see_other(kept)
        return _save(user, ask, form, details_from(working | {TARGETS: chosen}))
    return _page(user, ask, form)


@blueprint.post("/desk/asks/<slug>/ourselves")
@signed_in
def ask_ourselves(slug: str) -> ResponseReturnValue:
    """Put the ask to one of its own hosts, which is tracked like any target."""
    user, ask = edited_ask(slug)
    try:
        with transaction():
            require(policies.can_edit(user, ask))
            host = acting_for(user, ask.cohosting, row_number(request.form.get("on_behalf_of", "")))
            target = services.target_of_ourselves(host, by=user)
            content = queries.working_content(ask)
            wanted = list(dict.fromkeys([target.slug, *content[TARGETS]]))
            details = details_from(content | {TARGETS: wanted})
            saved = services.save_ask(ask, Edit(details, ask.version, user, host))
    except Refused as error:
        flash(error.sentence, "error")
        return see_other(url_for("asks.show", slug=ask.slug))
    return done(
        told(saved.proposal, _("You ask yourselves first. The tracker follows it like any other.")), ask
    )


@blueprint.get("/desk/asks")
@signed_in
def mine() -> ResponseReturnValue:
    """List the asks of the person's hosts."""
    user = me(User)
    own = organisations_of(user)
    return render_template(
        "asks/mine.html",
        asks=queries.asks_held_by(*own),
        to_read=queries.entries_to_read(user),
        to_answer=queries.corrections_to_answer(user),
        can_begin=bool(organisations_of(user, ORGANISING)),
    )


def _save(user: User, ask: Ask, form: AskForm | TargetsForm, details: AskDetails) -> ResponseReturnValue:
    try:
        with transaction():
            require(policies.can_edit(user, ask))
            saved = services.save_ask(ask, edit_in(form, user, ask, details))
    except WrittenMeanwhile:
        return _overtaken(user, ask, form, details)
    except Refused as error:
        form.refuse(error.sentence)
        return _page(user, ask, form)
    return done(told_saved(saved), ask)


def _overtaken(user: User, ask: Ask, form: AskForm | TargetsForm, details: AskDetails) -> ResponseReturnValue:
    """Show what differs from what a co-host saved meanwhile; what was typed stays in the form."""
    theirs, ours = queries.working_content(ask), content_from(details)
    names = queries.target_names([*theirs[TARGETS], *ours[TARGETS]])
    warn_overtaken(form, ask.version)
    return _page(user, ask, form, overtaken=differences(theirs, ours, names))


def _page(user: User, ask: Ask, form: AskForm | TargetsForm, **context: object) -> ResponseReturnValue:
    if isinstance(form, AskForm):
        context |= {"lenses": list(Lens), "is_public": ask.status not in UNPUBLISHED}
        return form_page("edit", form, ask=ask, proposal=open_proposal(ask.cohosting), **context)
    acting = acting_organisations(user, ask.cohosting)
    return form_page("targets", form, ask=ask, words=_words(), acting=acting, **context)


def _words() -> str:
    return clean_line(request.values.get("q", "")[:LONGEST_WORDS])


def _write_wording(ask: Ask, form: WordingForm, user: User, host: Organisation) -> None:
    services.write_wording(ask, form.text.data or "", by=user, on_behalf_of=host)


def _wanted_host(user: User, ask: Ask) -> Organisation | None:
    acting = acting_organisations(user, ask.cohosting)
    wanted = row_number(request.args.get("for", ""))
    return next((each for each in acting if each.id == wanted), acting[0] if acting else None)
