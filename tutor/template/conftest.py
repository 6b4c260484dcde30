"""Gives the checks of the exercises their `answer` where pytest runs them by itself."""

from __future__ import annotations

import pytest

from tutor import pytest_plugin


def pytest_addoption(pluginmanager: pytest.PytestPluginManager) -> None:
    if not pluginmanager.is_registered(pytest_plugin):
        pluginmanager.register(pytest_plugin, pytest_plugin.__name__)
