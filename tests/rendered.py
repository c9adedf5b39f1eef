"""Whether a whole run of the tests has rendered every template.

Each worker notes what its application loads; the run as a whole fails when a template is left over.
"""

import os
from pathlib import Path
from typing import Any

import pytest
from jinja2 import BaseLoader, ChoiceLoader, Environment

TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
KEY = "rendered_templates"
rendered: set[str] = set()


class NotingLoader(ChoiceLoader):
    """A loader that notes what it is asked for."""

    def load(self, environment: Environment, name: str, globals: Any = None) -> Any:  # noqa: A002  # Jinja's name
        """Note the template and load it."""
        rendered.add(name)
        return super().load(environment, name, globals)

    def get_source(self, environment: Environment, template: str) -> Any:
        """Note the template and read it."""
        rendered.add(template)
        return super().get_source(environment, template)


def noting(*loaders: BaseLoader | None) -> NotingLoader:
    """Give a loader that notes, in front of others."""
    return NotingLoader([loader for loader in loaders if loader])


class RenderedTemplates:
    """The part of a run that collects from all workers and judges at the end."""

    def pytest_testnodedown(self, node: Any) -> None:
        """Take over what a worker has rendered."""
        rendered.update(getattr(node, "workeroutput", {}).get(KEY, ()))

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Hand over (in a worker), or fail a whole run that left templates out."""
        output = getattr(session.config, "workeroutput", None)
        if output is not None:
            output[KEY] = sorted(rendered)
        elif is_whole(session.config) and (missing := never_rendered()):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
            reporter = session.config.pluginmanager.get_plugin("terminalreporter")
            if reporter:
                reporter.write_line(f"FAILED: no test renders {', '.join(missing)}", red=True)


def is_whole(config: pytest.Config) -> bool:
    """Tell whether every test was asked for."""
    narrowed = (
        config.option.keyword
        or config.option.markexpr
        or getattr(config.option, "lf", False)
        or config.option.collectonly
    )
    asked = {Path(each).resolve() for each in config.args}
    return asked == {TEMPLATES.parent / "tests"} and not narrowed and not os.environ.get("TEST_DATABASE_URL")


def never_rendered() -> list[str]:
    """Give the templates that nothing has rendered."""
    names = {path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.*")}
    return sorted(names - rendered)
