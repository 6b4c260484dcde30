"""What of pytest decides whether a check is run, and what it asks its reporter for.

A part that another pytest has elsewhere is not watched; that a check has run is then told by its outcome alone, which
the judge writes down itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from inspect import Parameter, signature
from typing import Any

import pytest

from tutor.compat.lookup import missing

RUNNER = {
    "_pytest.runner": ("runtestprotocol", "call_and_report", "pytest_runtest_call", "pytest_runtest_protocol"),
    "_pytest.main": ("pytest_runtestloop", "Session"),
    "_pytest.python": ("pytest_pyfunc_call", "Function", "Module"),
    "_pytest.assertion.rewrite": ("rewrite_asserts", "AssertionRewriter", "_call_reprcompare"),
    "pluggy._callers": ("_multicall",),
}
"""What of pytest decides whether a check is run at all, by module."""


def lacking() -> str:
    """What is missing of what is watched; '' where all is there."""
    return ", ".join(name for module, names in RUNNER.items() for name in missing(module, *names))


class SilentReporter:
    """Stands where pytest's reporter stood: to word an assertion, pytest asks it how it would be highlighted."""

    def __init__(self, config: pytest.Config) -> None:
        self._tw = config.get_terminal_writer()


def arguments(function: Callable[..., object], values: Mapping[str, Any], see: Any = signature) -> dict[str, Any]:
    """The values that a check asks for by the names of its parameters; one with a default asks for none."""
    return {
        name: values[name]
        for name, parameter in see(function).parameters.items()
        if parameter.default is Parameter.empty and name in values
    }
