"""Judging an answer: the checks of an exercise, run by pytest on the learner's module, in a process of their own."""

from __future__ import annotations

import gc
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from types import ModuleType
from typing import TextIO

import msgspec
import pytest

import tutor.check  # noqa: F401 - loaded once, in the warm host, so that no check waits for it
from tutor.check.inputs import HandedOut
from tutor.kernel.judge import answer as answers
from tutor.kernel.judge import rehearsal
from tutor.kernel.judge.answer import NotPythonError
from tutor.kernel.judge.answer_plugin import (
    LEAVING,
    AnswerPlugin,
    PreparedAnswer,
    explained,
    left,
    seed_all,
    settle,
    tampered,
    titles,
)
from tutor.kernel.judge.further import FurtherAnswers
from tutor.kernel.judge.guard import Guard
from tutor.kernel.judge.trials import FollowedTraining, Measuring
from tutor.kernel.protocol.checks import BySeed, Check, Checked, Outcome, Verdict
from tutor.kernel.session.tracebacks import failure

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


def judge(check: Check, folder: Path, measured: Measuring | None = None) -> Checked:
    """The verdict on an answer that is here already. See `await_answer`."""
    return await_answer(check.exercise, check.tests, folder, lambda: check, measured)


def await_answer(
    exercise: str, tests: str, folder: Path, answer: Callable[[], Check], measured: Measuring | None = None
) -> Checked:
    """The verdict on an answer that is still to come: pytest collects the checks, and then `answer` is called for it.

    `exercise` and `tests` are those of the check that `answer` comes back with; `folder` is an empty work folder.
    `measured` is told how a training stands, where the checks have one: of the answer that was asked about alone.

    Meant for a process of its own, which ends after it: the answer may leave anything behind. The answer may also
    end the process, or never come back; then there is no verdict, which whoever started the process has to see to.
    """
    judging = _Judging(exercise, tests, folder, answer, measured)
    with judging.further:
        checked = msgspec.structs.replace(_judged(judging), by_seed=tuple(judging.by_seed))
        return judging.further.told(checked)


def _judged(judging: _Judging) -> Checked:
    try:
        finding = judging.finding()
    except Exception as error:  # the last place before the process ends: whatever it was, the learner reads it
        what = f"{type(error).__name__}: {error}".removesuffix(": ")
        finding = _Finding("error", f"The check itself could not be carried out ({what}). Check again.")
    check, seconds = judging.check, perf_counter() - judging.began
    found = Checked(check.check, finding.verdict, finding.message, seconds, tuple(finding.checks), finding.line)
    return msgspec.structs.replace(found, trained=judging.training.trained)


def rehearse(within: Path | None = None) -> None:
    """Judge an answer of our own, so that all that a check needs is loaded, and what most checks use was used.

    That is done in a folder below `within`, or below the system's for temporary files; it is gone afterwards.
    """
    before = Path.cwd()
    check = Check(0, rehearsal.EXERCISE, rehearsal.ANSWER, rehearsal.CHECKS)
    with tempfile.TemporaryDirectory(prefix="pytorch-tutor-", dir=within) as folder:
        try:
            judge(check, Path(folder))
        finally:
            os.chdir(before)


@dataclass(frozen=True)
class _Finding:
    verdict: Verdict
    message: str
    line: int | None = None
    checks: Sequence[Outcome] = ()


class _Judging:
    """One answer on its way to a verdict."""

    def __init__(
        self, exercise: str, tests: str, folder: Path, answer: Callable[[], Check], measured: Measuring | None
    ) -> None:
        self._exercise, self._tests, self._folder, self._answer = exercise, tests, folder, answer
        self._path = folder / f"{exercise}.py"
        self._files = {str(self._path): 0}
        self._owner, self._streams = _pid(), (sys.stdout, sys.stderr)
        self._names = _names(tests)
        self._blanks: list[int] = []
        self._untouched = False
        self._answers: dict[int, ModuleType] = {}
        """The answer as a module, once for each seed, by its identity."""
        self._check: Check | None = None
        self._guard: Guard
        self._reached: _Finding | None = None
        """Set where the answer itself was already the end."""
        self.began = 0.0
        self.by_seed: list[BySeed] = []
        """What became of it with each further seed."""
        self.further = FurtherAnswers(folder)
        self.training = FollowedTraining(measured, lambda: not self.further.forked)

    @property
    def check(self) -> Check:
        """The check; the answer is awaited where it has not come."""
        if self._check is None:
            self._check = self.further.judged_by_forks(self._answer())
            self._owner, self.began = _pid(), perf_counter()
        return self._check

    def finding(self) -> _Finding:
        """Let pytest collect the checks, and try them on the answer once that has come."""
        place = Path(tempfile.mkdtemp(prefix="checks-", dir=self._folder))
        tests = place / f"test_{self._exercise}.py"
        tests.write_text(self._tests, encoding="utf-8")
        os.chdir(self._folder)
        _no_options_but_ours()
        settle()
        seed_all(0, "cpu")  # for the checks that draw numbers while they are read
        self.training.begin()
        trial = AnswerPlugin(self._path, self._prepared, self._with_more_seeds)
        status = _main([*OPTIONS, f"--rootdir={place}", f"--confcutdir={place}", str(tests)], plugins=[trial])
        self._only_once()
        if trial.trouble is not None:
            raise trial.trouble
        if self._check is None:  # pytest did not come so far as to ask for it
            return self._weighed(trial, int(status))
        return self._reached or self._after(trial, int(status))

    def _after(self, trial: AnswerPlugin, status: int) -> _Finding:
        """What came of it, once the checks were tried."""
        if replaced := trial.tampered or tampered(self._guard):
            return self._tampered(replaced, trial.outcomes)
        return self._weighed(trial, status)

    def _prepared(self, modules: set[ModuleType]) -> PreparedAnswer | None:
        """The checks are collected: remember what they rely on, await the answer and import it."""
        self._guard = Guard(self._tests)
        for module in modules:
            self._guard.also(module)
        gc.freeze()  # of all that is there now nothing will be garbage
        os.chdir(self._folder)
        return self._attempt(self.check.seed)

    def _attempt(self, seed: int) -> PreparedAnswer | None:
        """The answer, imported with this seed; None where that already is the end."""
        check, self._reached = self.check, None
        imported = self._imported(check, seed)
        if isinstance(imported, _Finding):
            self._reached = imported
            return None
        handed = HandedOut(imported, check.starter, check.may_change)
        return PreparedAnswer(imported, handed, self._guard, seed, check.device, watched=seed == check.seed)

    def _with_more_seeds(self, trial: AnswerPlugin) -> None:
        """Try the answer again with each further seed, from its import on."""
        first = self._reached or self._after(trial, 0)
        self.training.end()
        for seed in self.check.more_seeds:
            os.chdir(self._folder)
            self._forget_answers()
            if (attempt := self._attempt(seed)) is not None:
                trial.again(attempt)
            found = self._reached or self._after(trial, 0)
            self.by_seed.append(BySeed(seed, found.verdict, found.message, tuple(found.checks), found.line))
        self._reached = first

    def _forget_answers(self) -> None:
        """Let no import find the answer as it came out of an attempt before, under whatever name it put itself."""
        for name in [name for name, module in sys.modules.items() if id(module) in self._answers]:
            del sys.modules[name]

    def _imported(self, check: Check, seed: int) -> ModuleType | _Finding:
        """Read and import the answer; a finding where that already is the end."""
        try:
            source = answers.cleaned(check.answer)
            code = answers.compiled(source, self._path)
        except NotPythonError as error:
            return self._unreached("error", str(error), error.line)
        except SyntaxError as error:
            return self._unreached("error", self._about_syntax(error), error.lineno)
        if answers.is_empty(source):
            return self._unreached(
                "unfinished", "There is no code yet. Resetting the exercise brings back what you were given."
            )
        if not self.by_seed:  # with further seeds the same text comes again
            self._blanks = answers.blanks(source)
            self._untouched = answers.says_the_same(source, check.starter)
        if not (self.by_seed and self._path.exists()):
            self._path.write_text(source, encoding="utf-8")
        module = answers.new_module(self._exercise, self._path)
        self._answers[id(module)] = module
        settle()
        seed_all(seed, check.device)
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
        self._folder.mkdir(parents=True, exist_ok=True)  # the answer may have removed it
        os.chdir(self._folder)
        _stand_ready(self._streams)
        return module

    def _weighed(self, trial: AnswerPlugin, status: int) -> _Finding:
        """The verdict from how the checks went."""
        bad = next((one for one in trial.outcomes if one.failing), None)
        if bad is None and (status != 0 or not trial.passed or len(trial.outcomes) != trial.expected):
            problem = trial.problem or "none of them finished"
            return _Finding("error", f"The checks of this exercise could not be run: {problem}", checks=trial.outcomes)
        if self._untouched and not self._blanks:  # what is given runs, and is to be mended: what it does is the task
            return _Finding("unfinished", self._what_is_left(), bad.line if bad else None, trial.outcomes)
        if self._untouched or (bad is not None and self._blanks):
            outcomes = _not_reached(trial.outcomes)
            return _Finding("unfinished", self._what_is_left(), next(iter(self._blanks)), outcomes)
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
        if self._untouched and not self._blanks and not blank:
            message = f"{self._what_is_left()}\n{explained(error, self._files)}"
            return self._unreached("unfinished", message, known.line)
        if self._untouched or blank:
            return self._unreached("unfinished", self._what_is_left(), next(iter(self._blanks), known.line))
        return self._unreached("error", explained(error, self._files), known.line)

    def _about_syntax(self, error: SyntaxError) -> str:
        known = failure(error, self._files)
        return f"Line {error.lineno}: {known.message}\n{known.explanation}".strip()

    def _what_is_left(self) -> str:
        match self._blanks:
            case []:
                return "This is still what you were given. What it does:"
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
    """Give the checks the standard streams, whatever the answer did to them."""
    fd = os.open(os.devnull, os.O_RDWR)
    while fd <= 2:
        fd = os.dup(fd)
    os.close(fd)
    sys.stdout, sys.stderr = (
        open(os.devnull, "w") if stream.closed else stream  # noqa: SIM115, PTH123 - lives as long as the process
        for stream in streams
    )


def _no_options_but_ours() -> None:
    os.environ.update(PYTEST_DISABLE_PLUGIN_AUTOLOAD="1")
    for name in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS"):
        os.environ.pop(name, None)
    sys.dont_write_bytecode = True


def _all_passed(count: int) -> str:
    return "The check passed." if count == 1 else f"All {count} checks passed."
