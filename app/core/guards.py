"""The headers that guard every page: Talisman writes them once, each response carries them.

No view has options of its own, so they differ only by whether the request was secure, and by the nonce:
a page that caches keep has none, as it would be the same for everybody. A view that wrote a stricter
policy for what it hands out keeps it.
"""

from typing import Any

from flask import Flask, Response, request
from flask_talisman import Talisman
from flask_talisman.talisman import NONCE_LENGTH, get_random_string

from app.core.http import TAGS_HEADER

POLICY = "Content-Security-Policy"
#: What Talisman does not know: windows that this site opens, or that open it, cannot reach into it.
ISOLATED = ("Cross-Origin-Opener-Policy", "same-origin")
_MARK = " 'nonce-'"


class Guards(Talisman):  # type: ignore[misc]  # Talisman has no types
    """Talisman without what it would work out anew for each request."""

    def init_app(self, app: Flask, **options: Any) -> None:  # noqa: ANN401  # Talisman's own
        """Set the options; no request is led to another scheme, and a nonce is made when it is needed."""
        super().init_app(app, **options)
        self._written: dict[bool, tuple[str, list[tuple[str, str]]]] = {}
        app.before_request_funcs[None].remove(self._force_https)
        app.before_request_funcs[None].remove(self._make_nonce)

    def _get_nonce(self) -> str:
        if not hasattr(request, "csp_nonce"):
            request.csp_nonce = get_random_string(NONCE_LENGTH)  # type: ignore[attr-defined]  # Talisman's place for it
        return str(request.csp_nonce)  # type: ignore[attr-defined]  # as above

    def _set_response_headers(self, response: Response) -> Response:
        is_secure = request.is_secure or request.headers.get("X-Forwarded-Proto") == "https"
        if is_secure not in self._written:
            self._written[is_secure] = self._write()
        policy, others = self._written[is_secure]
        headers = response.headers
        headers.extend(others)  # no view writes any of them
        if POLICY not in headers:
            nonce = "" if TAGS_HEADER in headers else f" 'nonce-{self._get_nonce()}'"
            headers.add(POLICY, policy.replace(_MARK, nonce))
        return response

    def _write(self) -> tuple[str, list[tuple[str, str]]]:
        """Let Talisman write the headers of this kind of request, with a mark where a nonce goes."""
        nonce, request.csp_nonce = getattr(request, "csp_nonce", None), ""  # type: ignore[attr-defined]  # Talisman's place for it
        sample = super()._set_response_headers(Response(headers={}))
        if nonce is None:
            del request.csp_nonce  # type: ignore[attr-defined]  # as above
        else:
            request.csp_nonce = nonce  # type: ignore[attr-defined]  # as above
        policy = sample.headers.pop(POLICY)
        others = [each for each in sample.headers if not each[0].startswith("Content-")]
        return policy, [*others, ISOLATED]
