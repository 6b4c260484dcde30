"""What screens ask of the application, it has."""

from __future__ import annotations

from collections.abc import Callable
from inspect import getmembers_static

from tutor.ui.app import TutorApp
from tutor.ui.shell import Shell


def test_the_application_is_the_shell_that_its_screens_were_promised(make_app: Callable[..., TutorApp]) -> None:
    shell: Shell = make_app()  # the types of its members are mypy's to compare
    asked = {*Shell.__annotations__, *(name for name, _ in getmembers_static(Shell) if not name.startswith("_"))}
    assert len(asked) > 10
    assert {name for name in asked if not hasattr(shell, name)} == set()
