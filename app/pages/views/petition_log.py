"""A petition's public log for programs: its signed heads, its lines, and proofs from them."""

from flask import request
from flask.typing import ResponseReturnValue

from app.core.access import public
from app.core.errors import NotFound
from app.core.http import shows
from app.core.i18n import _
from app.core.numbers import row_number
from app.core.settings import settings
from app.pages.views.blueprint import blueprint
from app.pages.views.figures import open_figures, open_json
from app.pages.views.petition_feeds import head_figures
from app.pages.views.petitions import COUNT_CONTROL, PATH, commitment_in, shown_petition
from app.petitions.queries.log import daily_heads, found_in_log, full_subtrees, lines, newest_head
from app.petitions.rules.log import MOST_LINES
from app.petitions.rules.merkle import consistency_proof


@blueprint.get("/petitions/<slug>/log.json")
@public
@shows("petition:{slug}")
def petition_log(slug: str) -> ResponseReturnValue:
    """Give the signed heads of the log, the newest and one of each day."""
    found = shown_petition(slug)
    body = {
        "petition": found.slug,
        "signatures": found.total,
        "newest": head_figures(newest_head(found)),
        "daily": [head_figures(each) for each in daily_heads(found)],
        "lines": f"{settings().public_url}{PATH}/{slug}/log.txt",
    }
    return open_json(body, COUNT_CONTROL)


@blueprint.get("/petitions/<slug>/log.txt")
@public
@shows("petition:{slug}")
def petition_log_lines(slug: str) -> ResponseReturnValue:
    """Give lines of the log, from `from` up to (without) `to`; at most ten thousand at once."""
    found = shown_petition(slug)
    first = row_number(request.args.get("from", "0")) or 0
    end = min(row_number(request.args.get("to", "")) or found.log_size, found.log_size, first + MOST_LINES)
    text = "".join(f"{line}\n" for line in lines(found.id, first, end))
    return open_figures(text.encode(), "text/plain; charset=utf-8", COUNT_CONTROL)


@blueprint.get("/petitions/<slug>/proof.json")
@public
@shows("petition:{slug}")
def petition_proof(slug: str) -> ResponseReturnValue:
    """Prove that a receipt is in the log (`receipt`), or that one head continues another (`from`, `to`)."""
    found = shown_petition(slug)
    commitment = commitment_in(request.args.get("receipt", "").strip().lower())
    if commitment is not None:
        proof = found_in_log(found, commitment)
        if proof is None:
            raise NotFound(_("This receipt is not in the log, or not yet. New ones get in within minutes."))
        body = {"line": proof.index, "text": proof.line, "path": _hex(proof.path), "ended_by": proof.ended_by}
        return open_json({**body, "head": head_figures(newest_head(found))}, COUNT_CONTROL)
    older, newer = (row_number(request.args.get(name, "")) for name in ("from", "to"))
    if older is None or newer is None or not 0 < older <= newer <= found.log_size:
        raise NotFound(_("Give a receipt, or the sizes of two heads as “from” and “to”."))
    path = consistency_proof(older, newer, full_subtrees(found.id))
    return open_json({"from": older, "to": newer, "path": _hex(path)}, COUNT_CONTROL)


def _hex(path: list[bytes]) -> list[str]:
    return [each.hex() for each in path]
