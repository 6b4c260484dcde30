"""All checks under way in a host, and the base that stands ready for the next one."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from tutor.kernel.host import warm
from tutor.kernel.host.check_supervisor import CheckSupervisor
from tutor.kernel.host.snapshot_stack import Surroundings
from tutor.kernel.protocol.checks import Check, Checked, Expect
from tutor.kernel.protocol.connection import Devices, Fault
from tutor.kernel.protocol.message_bases import Limits
from tutor.kernel.protocol.wire import Birth
from tutor.kernel.system import devices

_USUAL = Check(0, "", "", "").limits
_BREATH = 0.1
"""Seconds from a verdict until the base for the next check is begun: on a machine of two cores the work would slow the
screen that is to draw the verdict."""


class Checks:
    """Begins checks, ends them, and keeps a base warm between them."""

    def __init__(
        self,
        host: Surroundings,
        with_devices: Callable[[Callable[[Devices], None]], None],
        load_rest: Callable[[], None],
        *,
        forks: bool,
        rehearsed: bool = True,
    ) -> None:
        """`load_rest` loads what the host has left out so that a first check comes sooner.

        `rehearsed`: whether a first check is worth the wait until all is loaded that makes the next ones quick.
        """
        self._rehearsed = rehearsed
        self._host, self._with_devices, self._load_rest, self._forks = host, with_devices, load_rest, forks
        self._loaded = self.warm = not forks
        """Whether what only checks need is loaded, and whether all else is done, too, that makes them quick."""
        self._running: dict[int, CheckSupervisor] = {}
        self._spare: CheckSupervisor | None = None
        self._expected: Expect | None = None
        self.deadline: float | None = None
        """When `on_time` is to be called next."""

    def warm_up(self) -> None:
        """Do all that makes checks quick, while nobody waits, and have a process ready for the next."""
        self.warm = True
        self._load()
        warm.gather_pages()
        self._prepare()

    def _load(self) -> None:
        """Load what only checks need and what was left out, once."""
        if not self._loaded:
            self._loaded = True
            self._load_rest()
            with suppress(OSError):  # no folder to work in now: the check that needs one will say so
                warm.checks_once()
            warm.freeze()

    def ask(self, check: Check) -> None:
        """Judge an answer, on the device that is asked for."""
        if self._rehearsed:
            self._load()
        if check.further and self._forks:  # one fork for each
            warm.gather_pages()
        self._rehearsed = True  # a second one is the beginning of many
        if check.device == "cpu":
            self._begin(check, "cpu")
        else:
            self._with_devices(partial(self._on_devices, check))

    def expect(self, expected: Expect) -> None:
        """Be ready for an answer to this exercise."""
        self._turn_to(expected)
        if self._loaded and self._forks:
            self._prepare()

    def _turn_to(self, expected: Expect) -> None:
        """Let the next that stands ready be for this exercise, and none for another."""
        if not self._forks:
            return  # a fresh process takes seconds: too long for a guess
        self._expected = expected
        if self._spare is not None and self._spare.expected != expected:
            self.start_over()

    def _on_devices(self, check: Check, known: Devices) -> None:
        chosen = devices.resolve(check.device, known)
        if isinstance(chosen, str):
            self._host.send(Checked(check.check, "killed", chosen, 0.0))
        else:
            self._begin(check, chosen.name)

    def _prepare(self) -> None:
        """Have a base ready, for the usual limits on the CPU."""
        self.deadline = None
        if self._spare is None:
            with suppress(OSError):  # as above
                self._spare = self._open("cpu", _USUAL, self._expected)

    def on_time(self) -> None:
        """Do what is due."""
        self._prepare()

    @property
    def busy(self) -> bool:
        """Whether a check is under way."""
        return bool(self._running)

    def hosted(self) -> list[CheckSupervisor]:
        """The checks under way, and what stands ready for one."""
        return [*self._running.values(), *([self._spare] if self._spare is not None else [])]

    def _begin(self, check: Check, device: str) -> None:
        """Judge an answer on a device that is there."""
        if check.check in self._running:
            self._host.send(Fault(f"Check {check.check} is already running."))
            return
        hosted = self._spare if self._spare is not None and self._spare.suits(check, device) else None
        if hosted is not None:
            self._spare = None
        try:
            hosted = hosted or self._open(device, check.limits)
        except OSError as error:
            self._host.send(Checked(check.check, "killed", f"The check could not start: {error.strerror}.", 0.0))
            return
        self._running[check.check] = hosted
        hosted.begin(check)
        if not check.further:  # else all that there are have come already
            self._turn_to(Expect(check.exercise, check.tests))

    def cancel(self, number: int) -> None:
        """End a check; one that is over already is left alone."""
        if number in self._running:
            self._running[number].cancel()

    def on_base_gone(self, pid: int, status: int) -> None:
        """The host's child `pid` has ended: it may have been the base of a check."""
        for hosted in self.hosted():
            if hosted.on_base_gone(pid, status):
                return

    def close(self) -> None:
        """End all checks and say nothing."""
        for hosted in self.hosted():
            self._discard(hosted)

    def start_over(self) -> None:
        """Take away what stands ready: it is for another exercise, or of another course."""
        if self._spare is not None:
            spare, self._spare = self._spare, None
            self._discard(spare)

    def _discard(self, hosted: CheckSupervisor) -> None:
        hosted.close()
        shutil.rmtree(hosted.birth.folder, ignore_errors=True)

    def _open(self, device: str, limits: Limits, expected: Expect | None = None) -> CheckSupervisor:
        memory = limits.memory if device == "cpu" else None
        folder = tempfile.mkdtemp(prefix="pytorch-tutor-")
        birth = Birth(device, 0, memory, folder, self._forks)
        hosted = CheckSupervisor(self._host, birth, limits, self._on_done, expected)
        hosted.open()
        return hosted

    def _on_done(self, hosted: CheckSupervisor) -> None:
        if hosted is self._spare:
            self._spare = None
        elif hosted.check is not None:
            del self._running[hosted.check.check]
        shutil.rmtree(hosted.birth.folder, ignore_errors=True)
        if hosted.check is not None:
            self.deadline = self._host.now() + _BREATH
