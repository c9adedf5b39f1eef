"""Public figures for programs, which web pages elsewhere may read too: as JSON, as a table, as text."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Response, current_app, make_response

from app.core.tables import CSV, csv_file

JSON_TYPE = "application/json"


def open_figures(body: bytes, kind: str, control: str) -> Response:
    """Answer with public figures; `control` says how long caches may keep them."""
    response = make_response(body)
    response.content_type = kind
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = control
    return response


def open_json(figures: Mapping[str, Any], control: str) -> Response:
    """Answer with figures as JSON."""
    return open_figures(current_app.json.dumps(figures).encode(), JSON_TYPE, control)


def open_table(name: str, fields: Iterable[str], rows: Iterable[Mapping[str, Any]], control: str) -> Response:
    """Answer with figures as a table to take along."""
    written = ([_cell(value) for value in row.values()] for row in rows)
    response = open_figures(csv_file(fields, written), CSV, control)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _cell(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(value)
    return "" if value is None else str(value)
