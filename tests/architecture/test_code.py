"""The rules of the house that read the code itself."""

import ast
import importlib
import re
import statistics
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APP = ROOT / "app"
NAMES = sorted(str(path.relative_to(ROOT)) for path in APP.rglob("*.py"))
LONGEST_FILE = 300
LONGEST_FUNCTION = 40
PRESENTS = re.compile(r"(datetime|date)\.(now|utcnow|today)|time\.time(_ns)?")
#: The clock itself, and the age of files on disk, which no rehearsal moves.
CLOCKS = {"app/core/clock.py", "app/core/static.py"}


@cache
def trees() -> list[tuple[str, ast.Module]]:
    return [(name, ast.parse((ROOT / name).read_text(encoding="utf-8"))) for name in NAMES]


def calls(tree: ast.AST, name: str) -> list[int]:
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == name
    ]


def test_only_the_transaction_commits() -> None:
    wrong = {
        name: lines
        for name, tree in trees()
        if name != "app/core/transaction.py" and (lines := calls(tree, "commit"))
    }
    assert not wrong, f"commit only in core/transaction.py: {wrong}"


def test_only_views_jobs_and_commands_open_transactions() -> None:
    allowed = ("views", "jobs")
    wrong = []
    for name, tree in trees():
        opens = any(
            isinstance(node, ast.With)
            and any(
                isinstance(item.context_expr, ast.Call)
                and isinstance(item.context_expr.func, ast.Name)
                and item.context_expr.func.id == "transaction"
                for item in node.items
            )
            for node in ast.walk(tree)
        )
        room = Path(name).parts[2].removesuffix(".py") if len(Path(name).parts) > 2 else ""
        if opens and room not in allowed and name != "app/cli.py" and not name.startswith("app/demo/"):
            wrong.append(name)
    assert not wrong, f"services never open a transaction: {wrong}"


def test_a_sweep_keeps_nothing_waiting_for_what_fails() -> None:
    found = [
        f"{name}:{loop.lineno}"
        for name, tree in trees()
        for function in tree.body
        if isinstance(function, ast.FunctionDef)
        and any(names(each, "periodic") for each in function.decorator_list)
        for loop in loops_outside_transactions(function)
        if not names(loop, "apart")
    ]
    assert not found, f"each thing of a sweep is done in `apart` (app/core/jobs.py): {found}"


def names(tree: ast.AST, name: str) -> bool:
    return any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(tree))


def loops_outside_transactions(node: ast.AST) -> Iterator[ast.For]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.For):
            yield child
        elif not (isinstance(child, ast.With) and any(names(each, "transaction") for each in child.items)):
            yield from loops_outside_transactions(child)


def test_a_status_changes_only_by_its_table() -> None:
    wrong = []
    for name, tree in trees():
        for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
            if function.name.startswith("move"):
                continue
            for node in (each for each in ast.walk(function) if isinstance(each, ast.Assign)):
                wrong += [f"{name}:{node.lineno}" for target in node.targets if _is_bare(target, node.value)]
    assert not wrong, f"a status changes by `move`: {wrong}"


def _is_bare(target: ast.expr, value: ast.expr) -> bool:
    """Tell whether a status of something else is set to what no table was asked about."""
    if isinstance(target, ast.Tuple):
        values = value.elts if isinstance(value, ast.Tuple) else [value] * len(target.elts)
        return any(map(_is_bare, target.elts, values))
    if not isinstance(target, ast.Attribute) or target.attr != "status":
        return False
    if isinstance(target.value, ast.Name) and target.value.id == "self":
        return False
    return not (
        isinstance(value, ast.Call)
        and isinstance(value.func, ast.Name)
        and value.func.id.startswith(("move", "_move"))
    )


def test_relationships_point_down_only() -> None:
    wrong = []
    for name, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "relationship":
                keywords = {keyword.arg for keyword in node.keywords}
                if "backref" in keywords or ("back_populates" in keywords and "accounts/models" not in name):
                    wrong.append(f"{name}:{node.lineno}")
    assert not wrong, f"no backref, no upward relationship: {wrong}"


def test_nothing_is_imported_inside_functions() -> None:
    wrong = [
        f"{name}:{inner.lineno}"
        for name, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert not wrong, f"imports stand at the top: {wrong}"


def test_sentences_that_are_raised_have_no_gap() -> None:
    """A person reads them as they stand there."""
    wrong = [
        f"{name}:{node.lineno} {gap}"
        for name, tree in trees()
        for raised in ast.walk(tree)
        if isinstance(raised, ast.Raise)
        for node in ast.walk(raised)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"_", "_n"}
        for gap in re.findall(r"%\((\w+)\)", ast.unparse(node))
        if gap not in {"num", *(each.arg for each in node.keywords)}
    ]
    assert not wrong, wrong


def test_the_clock_is_the_only_source_of_the_present() -> None:
    wrong = []
    for name, tree in trees():
        if name in CLOCKS:
            continue
        wrong += [
            f"{name}:{node.lineno}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and PRESENTS.fullmatch(ast.unparse(node.func))
        ]
    assert not wrong, f"ask core.clock.now(): {wrong}"


def test_files_stay_readable() -> None:
    lines = {name: (ROOT / name).read_text(encoding="utf-8").count("\n") for name in NAMES}
    longest = {name: count for name, count in lines.items() if count > LONGEST_FILE}
    assert not longest, "does a feature hide in it?"


def test_functions_stay_short() -> None:
    lengths = {}
    for name, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                lengths[f"{name}:{node.name}"] = (node.end_lineno or node.lineno) - node.lineno + 1
    longest = {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION}
    assert not longest
    assert statistics.median(lengths.values()) <= 12


def test_each_feature_says_what_it_is() -> None:
    for path in APP.glob("*/__init__.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert ast.get_docstring(tree), path
        if path.parent.name != "core":
            assert len(tree.body) == 1, f"{path}: one docstring and nothing else"


def test_every_module_can_be_imported() -> None:
    """`wsgi` is left out, since importing it makes an application of the real settings."""
    for name in NAMES:
        if not name.endswith("/wsgi.py"):
            importlib.import_module(name.removesuffix(".py").removesuffix("/__init__").replace("/", "."))
