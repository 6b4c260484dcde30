"""The tests on every Python that is found, and with the oldest PyTorch of the range: `pip install nox`, then `nox`.

`nox -s tests-3.13` is one of them, and `nox -s oldest_torch -- tests/judge` a part of the tests. The exact versions of
constraints.txt are what `.ci/run` runs with; here each Python has the newest that it can.
"""

from __future__ import annotations

import nox

PYTHONS = ["3.11", "3.12", "3.13", "3.14"]
OLDEST_TORCH = "2.6.0"
"""The lower end of pyproject.toml's range for torch."""

nox.options.sessions = ["tests", "oldest_torch"]
nox.options.error_on_missing_interpreters = False


def run_tests(session: nox.Session) -> None:
    """The suite, or the part of it that was named."""
    session.run("python", "-m", "pytest", "-n", "2", "--dist", "loadfile", *session.posargs)


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """With the newest of everything."""
    session.install("-e", ".[test]")
    run_tests(session)


@nox.session(python=PYTHONS[0])
def oldest_torch(session: nox.Session) -> None:
    """With the oldest torch that the tutor installs beside."""
    session.install("-e", ".[test]", f"torch=={OLDEST_TORCH}")
    run_tests(session)


@nox.session(python=PYTHONS)
def bare(session: nox.Session) -> None:
    """The kernel's tests once more without what only Linux has."""
    session.install("-e", ".[test]")
    session.run("python", "-m", "pytest", "tests/kernel", "--bare", "-n", "2", *session.posargs)
