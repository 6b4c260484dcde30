"""Judging an answer: the checks of an exercise, run by pytest on the learner's module, in a process of their own."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from types import CodeType, ModuleType
from typing import TextIO

import pytest

import tutor.check  # noqa: F401 - loaded once, in the warm host, so that no check waits for it
from tutor.kernel import answer as answers
from tutor.kernel.answer import NotPythonError
from tutor.kernel.guard import Guard
from tutor.kernel.protocol import Check, Checked, Outcome, Verdict
from tutor.kernel.tracebacks import failure
from tutor.kernel.trial import LEAVING, Trial, explained, left, seed_all, settle, tampered, titles

OPTIONS = (
    *("-p", "no:cacheprovider"),
    *("-p", "no:unraisableexception"),
    *("-p", "no:threadexception"),
    *("-p", "no:faulthandler"),
    *("-p", "no:logging"),
    *("-p", "no:doctest"),
    *("-p", "no:junitxml"),
    *("-p", "no:legacypath"),  # it patches pytest for the time of a run
    *("-p", "no:pastebin", "-p", "no:setuponly", "-p", "no:setupplan", "-p", "no:stepwise", "-p", "no:subtests"),
    "--capture=no",
    "--noconftest",
    "--import-mode=importlib",
    *("-c", os.devnull),  # nothing of what lies in the folders above
)
"""The first three would make pytest collect garbage several times over all of torch's objects: 75 ms each."""

_main, _pid, _exit = pytest.main, os.getpid, os._exit


def judge(check: Check, folder: Path) -> Checked:
    """The verdict on an answer. `folder` is an empty work folder.

    Meant for a process of its own, which ends after it: the answer may leave anything behind. The answer may also
    end the process, or never come back; then there is no verdict, which whoever started the process has to see to.
    """
    began = perf_counter()
    try:
        finding = _Judging(check, folder).finding()
    except Exception as error:  # the last place before the process ends: whatever it was, the learner reads it
        what = f"{type(error).__name__}: {error}".removesuffix(": ")
        finding = _Finding("error", f"The check itself could not be done ({what}). Check again.")
    return Checked(
        check.check,
        finding.verdict,
        finding.message,
        perf_counter() - began,
        tuple(finding.checks),
        finding.line,
    )


def rehearse() -> None:
    """Judge a trivial answer, so that all that a check needs is loaded: once, in the warm host."""
    before = Path.cwd()
    check = Check(0, "rehearsal", "def one():\n    return 1.0\n", _REHEARSAL)
    with tempfile.TemporaryDirectory(prefix="pytorch-tutor-") as folder:
        try:
            judge(check, Path(folder))
        finally:
            os.chdir(before)


_REHEARSAL = """
import torch
from tutor import check

def test_one(answer):
    check.same(answer.one(), 1.0)
    check.same(torch.zeros(2, requires_grad=True), torch.zeros(2))
"""


@dataclass(frozen=True)
class _Finding:
    verdict: Verdict
    message: str
    line: int | None = None
    checks: Sequence[Outcome] = ()


class _Judging:
    """One answer on its way to a verdict."""

    def __init__(self, check: Check, folder: Path) -> None:
        self._check, self._guard, self._folder = check, Guard(check.tests), folder
        self._path = folder / f"{check.exercise}.py"
        self._files = {str(self._path): 0}
        self._owner, self._streams = _pid(), (sys.stdout, sys.stderr)
        self._names = _names(check.tests)
        self._blanks: list[int] = []
        self._untouched = False

    def finding(self) -> _Finding:
        """Read, import and try the answer; the first of these that fails has the word."""
        try:
            source = answers.cleaned(self._check.answer)
            code = answers.compiled(source, self._path)
        except NotPythonError as error:
            return self._unreached("error", str(error), error.line)
        except SyntaxError as error:
            return self._unreached("error", self._about_syntax(error), error.lineno)
        if answers.is_empty(source):
            return self._unreached(
                "unfinished", "There is no code yet. Resetting the exercise brings its beginning back."
            )
        self._blanks = answers.blanks(source)
        self._untouched = answers.says_the_same(source, self._check.starter)
        self._path.write_text(source, encoding="utf-8")
        module = answers.new_module(self._check.exercise, self._path)
        return self._imported(code, module) or self._tried(module)

    def _imported(self, code: CodeType, module: ModuleType) -> _Finding | None:
        """Run the answer as a module; a finding where that already is the end."""
        settle()
        seed_all(self._check.seed)
        try:
            answers.run(code, module)
        except BaseException as error:
            self._only_once()
            settle()  # a recursion limit of the answer's own would stop us too
            return self._import_failed(error)
        self._only_once()
        if replaced := tampered(self._guard):
            return self._tampered(replaced, ())
        self._guard.restore_imports()
        return None

    def _tried(self, module: ModuleType) -> _Finding:
        """Let pytest run the checks on the module."""
        self._folder.mkdir(parents=True, exist_ok=True)  # the answer may have removed it
        os.chdir(self._folder)
        place = Path(tempfile.mkdtemp(prefix="checks-", dir=self._folder))
        tests = place / f"test_{self._check.exercise}.py"
        tests.write_text(self._check.tests, encoding="utf-8")
        _stand_ready(self._streams)
        trial = Trial(module, self._guard, self._check.seed, self._check.device)
        status = _main([*OPTIONS, f"--rootdir={place}", f"--confcutdir={place}", str(tests)], plugins=[trial])
        self._only_once()
        if replaced := trial.tampered or tampered(self._guard):
            return self._tampered(replaced, trial.outcomes)
        return self._weighed(trial, int(status))

    def _weighed(self, trial: Trial, status: int) -> _Finding:
        """The verdict from how the checks went."""
        bad = next((one for one in trial.outcomes if one.outcome in ("failed", "error")), None)
        if bad is None and (status != 0 or not trial.passed or len(trial.outcomes) != trial.expected):
            problem = trial.problem or "none of them ran to its end"
            return _Finding("error", f"The checks of this exercise could not be run: {problem}", checks=trial.outcomes)
        if self._untouched or (bad is not None and self._blanks):
            outcomes = _not_reached(trial.outcomes) if self._blanks else trial.outcomes
            return _Finding("unfinished", self._what_is_left(), next(iter(self._blanks), None), outcomes)
        if bad is None:
            return _Finding("right", _all_passed(trial.passed), checks=trial.outcomes)
        return _Finding("error" if bad.outcome == "error" else "wrong", bad.message, bad.line, trial.outcomes)

    # ------------------------------------------------------------------------------------------- what is in the way

    def _import_failed(self, error: BaseException) -> _Finding:
        known = failure(error, self._files)
        for kind, call in LEAVING.items():
            if isinstance(error, kind):
                return self._unreached("error", left(call, known.line), known.line)
        blank = isinstance(error, NotImplementedError) or (self._blanks and "ellipsis" in str(error))
        if self._untouched or blank:
            return self._unreached("unfinished", self._what_is_left(), next(iter(self._blanks), known.line))
        return self._unreached("error", explained(error, self._files), known.line)

    def _about_syntax(self, error: SyntaxError) -> str:
        known = failure(error, self._files)
        return f"Line {error.lineno}: {known.message}\n{known.explanation}".strip()

    def _what_is_left(self) -> str:
        match self._blanks:
            case []:
                return "This is still what you were given. Change it, then check again."
            case [line]:
                return f"Line {line} is still to be written."
            case [*lines, last]:
                return f"Lines {', '.join(map(str, lines))} and {last} are still to be written."
        raise AssertionError(self._blanks)

    def _tampered(self, replaced: str, outcomes: Sequence[Outcome]) -> _Finding:
        message = (
            f"Your code replaced {replaced}, which the checks themselves rely on, so they cannot judge it. Leave it as "
            "it is, and give what is yours a name of its own."
        )
        unsure = _not_reached(outcomes, but=("failed", "error"))
        return _Finding("wrong", message, checks=unsure) if unsure else self._unreached("wrong", message)

    def _unreached(self, verdict: Verdict, message: str, line: int | None = None) -> _Finding:
        """A finding before any check ran."""
        return _Finding(verdict, message, line, [Outcome(name, "not reached") for name in self._names])

    def _only_once(self) -> None:
        """End a process that the answer forked off and that came back from there: one verdict is enough."""
        if _pid() != self._owner:
            _exit(1)


def _names(tests: str) -> list[str]:
    """The names of the checks; none where the author made a mistake, which is not what a verdict is about."""
    try:
        return list(titles(tests))
    except SyntaxError:
        return []


def _not_reached(outcomes: Sequence[Outcome], *, but: Sequence[str] = ("passed",)) -> list[Outcome]:
    """The outcomes, each but those as not reached: a check that met a blank, say, has seen nothing to judge."""
    return [one if one.outcome in (*but, "not reached") else Outcome(one.name, "not reached") for one in outcomes]


def _stand_ready(streams: tuple[TextIO, TextIO]) -> None:
    """Give pytest the standard streams, and no options but ours, whatever the answer did to them."""
    fd = os.open(os.devnull, os.O_RDWR)
    while fd <= 2:
        fd = os.dup(fd)
    os.close(fd)
    sys.stdout, sys.stderr = (
        open(os.devnull, "w") if stream.closed else stream  # noqa: SIM115, PTH123 - lives as long as the process
        for stream in streams
    )
    os.environ.update(PYTEST_DISABLE_PLUGIN_AUTOLOAD="1")
    for name in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS"):
        os.environ.pop(name, None)
    sys.dont_write_bytecode = True


def _all_passed(count: int) -> str:
    return "The check passed." if count == 1 else f"All {count} checks passed."
