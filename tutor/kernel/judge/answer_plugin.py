"""The pytest plugin with which an answer is tried: it hands the answer to the checks and writes down how each went."""

from __future__ import annotations

import ast
import random
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
import torch

from tutor.check.failure import Mistake
from tutor.check.inputs import HandedOut
from tutor.compat.pytest_items import SilentReporter, arguments
from tutor.kernel.judge.guard import MODE, Guard
from tutor.kernel.protocol.checks import LEFT_ALONE, Outcome
from tutor.kernel.session.explanations import near
from tutor.kernel.session.tracebacks import failure, learner_frames

_LONGEST = 4_000
"""Characters of a message."""
_LINES = 6
"""Of an assertion that has no words of its own."""

_Skipped, _Exit, _XFailed = pytest.skip.Exception, pytest.exit.Exception, pytest.xfail.Exception
LEAVING: dict[type[BaseException], str] = {
    _Skipped: "pytest.skip()",
    _XFailed: "pytest.xfail()",
    _Exit: "pytest.exit()",
    SystemExit: "sys.exit()",
}
_seed_cpu, _seed_everywhere = torch.default_generator.manual_seed, torch.manual_seed
_cuda_used: Callable[[], bool] = torch.cuda.is_initialized
_set_dtype, _set_device = torch.set_default_dtype, torch.set_default_device
_set_grad, _np_seed, _py_seed = torch.set_grad_enabled, np.random.seed, random.seed
_RECURSION, _FLOAT = sys.getrecursionlimit(), torch.float32


@dataclass(frozen=True)
class PreparedAnswer:
    """An answer that has come, and how it is to be tried."""

    module: ModuleType
    handed: HandedOut
    """The module as the checks get it."""
    guard: Guard
    seed: int
    device: str
    watched: bool
    """Whether the guard looks after each check, so that none judges by what the answer replaced; it always looks when
    all is over, and where the answer was tried before that is enough."""


class AnswerPlugin:
    """One run of pytest over the checks of an answer.

    `path` is the file of the answer. `prepared` is called with the modules of the checks, once they are collected and
    before the first of them runs. It awaits the answer; where that is nothing to be tried, it gives None. When all is
    done, `tried` is called, which may try an answer `again`.
    """

    def __init__(
        self,
        path: Path,
        prepared: Callable[[set[ModuleType]], PreparedAnswer | None],
        tried: Callable[[AnswerPlugin], object],
    ) -> None:
        self.outcomes: list[Outcome] = []
        """One for each check, in order, and one more before that in which an input was changed."""
        self.passed = 0
        self.expected = 0
        """How many checks there are."""
        self.problem = ""
        """Why the checks could not be tried at all."""
        self.trouble: Exception | None = None
        """What went wrong in `prepared`."""
        self.tampered = ""
        """What the answer replaced."""
        self._prepared, self._tried = prepared, tried
        self._session: pytest.Session
        self._files = {str(path): 0}
        self._attempt: PreparedAnswer
        self._over = False
        """Whether a check has failed: those after it are not tried."""

    # ------------------------------------------------------------------------------------------ for the checks

    @pytest.fixture
    def answer(self) -> ModuleType:
        """The learner's module; what goes into a call of it is looked at again after the call."""
        return self._attempt.handed.module

    @pytest.fixture
    def device(self) -> torch.device:
        """The device to check on."""
        return torch.device(self._attempt.device)

    # ------------------------------------------------------------------------------------------- pytest's hooks

    @pytest.hookimpl(trylast=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        """Be silent: what is printed is the answer's own."""
        silent = SilentReporter(config)
        config.pluginmanager.unregister(name="terminalreporter")
        config.pluginmanager.register(silent, "terminalreporter")

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Count the checks; where each stands is found out now, while nobody waits for a verdict."""
        self.expected = len([item.location for item in session.items])

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Remember why the file of the checks cannot be read."""
        if report.failed and not self.problem:
            self.problem = str(report.longrepr)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Try the checks once there is something to try them on."""
        self._session = session
        modules = {item.module for item in session.items if isinstance(item, pytest.Function)}
        try:
            if (attempt := self._prepared(modules)) is not None:
                self.again(attempt)
            self._tried(self)
        except Exception as error:  # pytest would print it and go its way
            self.trouble = error
        return True

    def again(self, attempt: PreparedAnswer) -> None:
        """Try the checks, from the first on."""
        self._attempt, self._over, self.passed, self.tampered = attempt, False, 0, ""
        self.outcomes = []  # whoever has those of the attempt before keeps them
        for item, following in zip_longest(self._session.items, self._session.items[1:]):
            if item is not None:
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Function) -> bool | None:
        """Stop at the first check that fails: what comes after it most often fails for the same reason, or passes for
        none."""
        if not self._over:
            return None
        self.outcomes.append(Outcome(_name(item), "not reached"))
        return True

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self) -> None:
        """Begin each check in the same state, whatever the answer did before."""
        settle()
        seed_all(self._attempt.seed, self._attempt.device)

    @pytest.hookimpl(tryfirst=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> bool:
        """Run a check; whatever it raises is its outcome."""
        try:
            pyfuncitem.obj(**arguments(pyfuncitem.obj, pyfuncitem.funcargs))
        except BaseException as error:
            self._record(pyfuncitem, error)
        else:
            self._record(pyfuncitem, None)
        return True

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Function, call: pytest.CallInfo[Any]) -> pytest.TestReport:
        """A report without pytest's long account of a failure, which nobody would read and which takes its time."""
        if call.when != "call" and call.excinfo is not None:
            self._record(item, call.excinfo.value)
        outcome = "passed" if call.excinfo is None else "failed"
        return pytest.TestReport(item.nodeid, item.location, {}, outcome, None, call.when or "call")  # type: ignore[arg-type]

    def _record(self, item: pytest.Function, error: BaseException | None) -> None:
        if self._attempt.watched:
            self.tampered = self.tampered or tampered(self._attempt.guard)
        name = _name(item)
        if (changed := self._attempt.handed.changed()) is not None:
            self.outcomes += [Outcome(LEFT_ALONE, "failed", _short(str(changed))), Outcome(name, "not reached")]
            self._over = True
        elif error is None:
            self.passed += 1
            self.outcomes.append(Outcome(name, "passed"))
        else:
            self.outcomes.append(self._outcome(name, error))
            self._over = self.outcomes[-1].outcome != "not reached"

    # ----------------------------------------------------------------------------------------- what was raised

    def _outcome(self, name: str, error: BaseException) -> Outcome:
        frames = learner_frames(error.__traceback__, self._files)
        line = frames[-1].line if frames else None
        for kind, call in LEAVING.items():
            if isinstance(error, kind):
                if not frames and kind is _Skipped:
                    return Outcome(name, "not reached", str(error))
                return Outcome(name, "failed", left(call, line), line)
        if isinstance(error, Mistake):
            return Outcome(name, "failed", _short(str(error)), line)
        if isinstance(error, NotImplementedError) and frames and "NotImplementedError" in frames[-1].text:
            return Outcome(name, "failed", f"Line {line} is still to be written.", line)
        if isinstance(error, AssertionError) and not frames:
            return Outcome(name, "failed", _asserted(error))
        if not frames and (words := self._misfit(error)):
            return Outcome(name, "failed", *words)
        # without a line of the learner's it is the check that stopped, and their code did run
        return Outcome(name, "error" if frames else "failed", explained(error, self._files), line)

    def _misfit(self, error: BaseException) -> tuple[str, int | None] | None:
        """What to say where a check could not even call the answer: the message, and the line it points at."""
        if isinstance(error, AttributeError) and error.obj is self._attempt.module:
            meant = near(error.name or "", vars(self._attempt.module))
            return f"Your file does not define {error.name}." + (f" It defines {meant}." if meant else ""), None
        found = re.match(r"(?:\w+\.)*(\w+)\(\) (?:takes|missing|got an unexpected)", str(error))
        code = getattr(vars(self._attempt.module).get(found[1]), "__code__", None) if found else None
        if isinstance(error, TypeError) and found and code is not None:
            words = f"The check cannot call {found[1]} as the task describes it: {error}. Look at its inputs."
            return words, int(code.co_firstlineno)
        return None


def settle() -> None:
    """Put torch and Python into their usual state."""
    sys.setrecursionlimit(_RECURSION)
    _set_grad(True)
    _set_dtype(_FLOAT)
    _set_device(None)


def tampered(guard: Guard) -> str:
    """In words for the learner what their code replaced or left on, or ''; puts the rest in its usual state."""
    if replaced := guard.replaced():
        return replaced
    try:
        settle()
    except Exception:  # nothing that is called here can fail, but for a mode that answers in torch's place
        return MODE
    return guard.left_on()


def seed_all(seed: int, device: str) -> None:
    """Put every source of random numbers at its beginning.

    On the CPU that is torch's generator alone: for each other device that might be there, `torch.manual_seed` keeps
    the seed together with a traceback of who asked for it, 0.9 ms a time.
    """
    if device == "cpu" and not _cuda_used():
        _seed_cpu(seed)
    else:
        _seed_everywhere(seed)
    _np_seed(seed % 2**32)
    _py_seed(seed)


def _name(item: pytest.Function) -> str:
    """A check's name, with its parameters where it has some."""
    name = title(item.originalname, item.function.__doc__)
    return f"{name} ({item.callspec.id})" if hasattr(item, "callspec") else name


def title(function: str, doc: str | None) -> str:
    """A check's name in words: the first line of its docstring, or its own name."""
    lines = (doc or "").strip().splitlines()
    return lines[0].strip() if lines else function.removeprefix("test_").replace("_", " ")


def titles(tests: str) -> Iterator[str]:
    """The names of the checks in a pytest file that is not run. Raises SyntaxError."""
    for node in ast.parse(tests).body:
        inside = node.body if isinstance(node, ast.ClassDef) and node.name.startswith("Test") else [node]
        for one in inside:
            if isinstance(one, ast.FunctionDef) and one.name.startswith("test"):
                yield title(one.name, ast.get_docstring(one))


def explained(error: BaseException, files: dict[str, int]) -> str:
    """An exception for a beginner: where, what, and what it means."""
    known = failure(error, files)
    if known.frames:
        named = known.kind in known.message.partition(":")[0]  # a message of the tutor's own is a sentence
        seen = f"Line {known.line} stopped{' with' if named else '.'} {known.message}"
        text = known.frames[-1].text
        seen = f"{seen}\n    {text}" if text else seen
    else:
        seen = f"Your code ran, and the check could not go on with what it gave: {known.message}"
    return _short(f"{seen}\n{known.explanation}".strip())


def left(call: str, line: int | None) -> str:
    """What to say of an answer that leaves by a call such as sys.exit()."""
    where = f" in line {line}" if line is not None else ""
    return f"Your code calls {call}{where}, which ends a check before it has looked at anything. Remove the call."


def _asserted(error: AssertionError) -> str:
    """The words of an assertion; where it has none, what pytest found out about it."""
    text = str(error)
    words, _, rest = text.partition("\nassert ")
    if rest and words:
        return _short(words)
    # what pytest says of where a value came from names functions by their addresses
    lines = [line for line in text.splitlines() if " at 0x" not in line and "<module" not in line]
    return _short("\n".join(lines[:_LINES]))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"
