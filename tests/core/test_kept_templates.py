"""Templates keep what they compile to: nothing that lies in that folder may stop a page, or make it old."""

from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment, pass_eval_context
from markupsafe import Markup

from app.core.templating import KeptTemplates

PAGE = "{% if true %}\n{{ name | loud }}\n{% endif %}\n"


def drawn(folder: Path, *, of: str = "one", trim_blocks: bool = True) -> str:
    """Draw a page as a process that has just started."""
    environment = Environment(
        autoescape=True,
        loader=DictLoader({"page": PAGE}),
        trim_blocks=trim_blocks,
        bytecode_cache=KeptTemplates(folder, of),
    )
    environment.filters["loud"] = _loud if of == "two" else str.upper
    return environment.get_template("page").render(name="ash")


@pass_eval_context
def _loud(_context: object, text: str) -> Markup:
    return Markup("<b>{}</b>").format(text.upper())


def kept(folder: Path) -> list[Path]:
    return sorted(each for each in folder.iterdir() if each.is_file())


def test_what_a_template_compiles_to_is_kept(tmp_path):
    drawn(tmp_path)
    (file,) = kept(tmp_path)
    written = file.stat().st_mtime_ns
    assert drawn(tmp_path) == "ASH\n"
    assert file.stat().st_mtime_ns == written


@pytest.mark.parametrize("part", [0, 1, 20, 30, 60, 300, -1])
def test_a_file_of_which_a_part_is_lost_is_written_anew(tmp_path, part):
    drawn(tmp_path)
    (file,) = kept(tmp_path)
    whole = file.read_bytes()
    file.write_bytes(whole[:part])
    assert drawn(tmp_path) == "ASH\n"
    assert file.read_bytes() == whole


def test_a_file_with_something_else_in_it_is_written_anew(tmp_path):
    drawn(tmp_path)
    (file,) = kept(tmp_path)
    file.write_bytes(file.read_bytes()[:20] + b"\xff" * 500)
    assert drawn(tmp_path) == "ASH\n"


def test_a_folder_that_cannot_be_written_only_costs_time(tmp_path):
    assert drawn(tmp_path / "missing") == "ASH\n"


def test_what_other_code_compiled_is_not_used(tmp_path):
    drawn(tmp_path, of="one")
    assert drawn(tmp_path, of="two", trim_blocks=False) == "\n<b>ASH</b>\n"
    assert drawn(tmp_path, of="one") == "ASH\n"
    assert len(kept(tmp_path)) == 1, "old files do not heap up"


def test_the_application_knows_which_code_has_compiled(app):
    cache = app.jinja_env.bytecode_cache
    assert isinstance(cache, KeptTemplates)
    other = KeptTemplates(Path(cache.directory), "another")
    assert cache.get_source_checksum(PAGE) != other.get_source_checksum(PAGE)
