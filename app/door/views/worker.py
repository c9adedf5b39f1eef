"""What the door needs to work without a network: its service worker, and a page without any names."""

import json
from pathlib import Path

from flask import Response, current_app, render_template
from flask.typing import ResponseReturnValue

from app.core.access import public
from app.core.i18n import LANGUAGES
from app.core.marks import uses_camera
from app.door.forms import WalkInForm
from app.door.views.blueprint import blueprint

STYLES = ("reset", "tokens", "base", "layout", "components", "utilities")
SHELL = "/door/shell"


@blueprint.get("/door/sw.js")
@public
def service_worker() -> ResponseReturnValue:
    """Give the service worker, which rules over the door and nothing else."""
    source = Path(current_app.static_folder or "", "js", "door-worker.js").read_text(encoding="utf-8")
    static = current_app.jinja_env.globals["static"]
    shells = {language: f"{SHELL}?lang={language}" for language in LANGUAGES}
    assets = [*shells.values(), *(static(name) for name in _assets())]  # type: ignore[operator]  # core.templating puts it there
    lists = f"const SHELLS = {json.dumps(shells)};\nconst ASSETS = {json.dumps(assets)};\n"
    response = Response(lists + source, mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response


@blueprint.get(SHELL)
@public
@uses_camera
def shell() -> ResponseReturnValue:
    """Give the page that a device keeps: it holds no names, its script fills it."""
    return render_template("door/shell.html", form=WalkInForm(), new_number=str)


def _assets() -> list[str]:
    scripts = ("door.js", "door-store.js", "door-code.js", "qr-decode.js", "theme.js")
    fonts = ("fraunces-latin-600-normal.woff2",)
    return [
        *(f"css/{name}.css" for name in STYLES),
        *(f"js/{name}" for name in scripts),
        *(f"fonts/{name}" for name in fonts),
        "icons/favicon.svg",
    ]
