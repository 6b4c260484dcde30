"""The host: warm, single-threaded, and between the tutor and its sessions. It runs no lesson's code, touches no GPU."""

from __future__ import annotations

import math
import os
import selectors
import time
from collections.abc import Callable
from functools import partial

import msgspec

from tutor import __version__
from tutor.kernel.host.backlog import AWAY, Backlog
from tutor.kernel.host.bases import Bases, leave_host
from tutor.kernel.host.check_supervisor import CheckSupervisor
from tutor.kernel.host.checks import Checks
from tutor.kernel.host.device_probe import DeviceDesk
from tutor.kernel.host.outbox import HIGH, LOW, Outbox
from tutor.kernel.host.process_watch import MOST, ProcessWatch
from tutor.kernel.host.session_supervisor import SessionSupervisor
from tutor.kernel.host.sessions import Sessions
from tutor.kernel.host.signals import Signals
from tutor.kernel.host.snapshot_process import CellOutput, SnapshotProcess
from tutor.kernel.host.snapshot_stack import Listener
from tutor.kernel.protocol.checks import CancelCheck, Check, Expect
from tutor.kernel.protocol.connection import PROTOCOL, AskDevices, Beat, Devices, Fault, Hello, Refused
from tutor.kernel.protocol.message_bases import Message
from tutor.kernel.protocol.messages import Frames, decode_to_kernel
from tutor.kernel.protocol.pulse import SILENCE, Pulse
from tutor.kernel.protocol.requests import Open
from tutor.kernel.protocol.wire import Birth
from tutor.system import processes, table

_READ = 1 << 18
_QUIET = 0.2
"""Seconds of quiet after which what only checks need is loaded."""
_END = 2.5
"""Seconds to end every descendant in: a little less than the tutor leaves us."""


class Host:
    """Relays messages between the tutor (descriptor `stdin`, and the outbox) and sessions, until `stdin` ends."""

    def __init__(
        self,
        stdin: int,
        outbox: Outbox,
        *,
        forks: bool,
        silence: float | None = None,
        now: Callable[[], float] = time.monotonic,
        most_processes: int = MOST,
        asked: bytes = b"",
        rest: Callable[[], object] | None = None,
        course: str = "",
    ) -> None:
        """`silence`: for how many seconds the tutor may not be heard of; None leaves that to the tutor.

        `course`: the folder here of whatever course is not the tutor's own; '' is the one that the tutor names.

        `asked`: what was read of `stdin` already. `rest` loads what is not loaded yet, for sessions and further checks.
        """
        self._asked, self._rest = asked, rest
        self._stdin, self._outbox = stdin, outbox
        self._now, self._pulse = now, Pulse(now)
        self._silence, self._silence_given = silence or SILENCE, silence is not None
        self._course, self._hello = course, Hello()
        self.reason = ""
        """Why the kernel ended by itself; '' where it was ended."""
        self._backlog: Backlog | None = None
        """What the tutor is to be told, while it cannot be reached."""
        self._frames = Frames()
        self._bases = Bases(forks=forks)
        self._crowd = ProcessWatch(most_processes)
        self._devices = DeviceDesk(forks=forks, prepare=leave_host)
        self._ending = False
        # The tutor's end. With poll any descriptor will do, a plain file included.
        self._main = selectors.PollSelector()
        # All that comes from sessions stands behind one descriptor, to be left alone while the tutor does not read.
        self._inner = selectors.DefaultSelector()
        self._main.register(stdin, selectors.EVENT_READ, self._on_stdin)
        self._sessions = Sessions(self, self._ask_devices, self._load_rest, forks=forks)
        self._checks = Checks(self, self._ask_devices, self._load_rest, forks=forks, rehearsed=rest is None)
        self._main.register(self._inner.fileno(), selectors.EVENT_READ, self._on_sessions)
        self._signals = Signals(self._end_soon)
        self._main.register(self._signals.fileno(), selectors.EVENT_READ, self._on_signal)

    def serve(self) -> None:
        """Work until there is nobody to work for, then end every descendant."""
        try:
            self._take(self._asked)
            while not self._ending:
                self._turn()
        except BrokenPipeError:
            pass  # the tutor does not read any more: the same as the end of our input
        finally:
            self._end()

    # --------------------------------------------------------------------------------------- what a session needs

    def send(self, message: Message) -> None:
        """Send a message to the tutor."""
        (self._outbox if self._backlog is None else self._backlog).put(message)

    def now(self) -> float:
        """Seconds on a clock that only goes forward."""
        return self._now()

    def start_base(self, birth: Birth) -> SnapshotProcess:
        """Start a session's base: a fork of this process, or a fresh one. Raises OSError where neither can be had."""
        folder = self._hello.course and (self._course or self._hello.course)
        return self._bases.start(msgspec.structs.replace(birth, course=folder, title=self._hello.title))

    def watch(self, listener: Listener, level: SnapshotProcess) -> None:
        """Call `on_channel` when a level has something to say, or can take what is unsent."""
        events = selectors.EVENT_READ | (selectors.EVENT_WRITE if level.unsent else 0)
        self._watch(level.socket.fileno(), events, partial(listener.on_channel, level))

    def watch_printed(self, listener: Listener, printed: CellOutput) -> None:
        """Call `on_printed` when a cell has printed something."""
        for fd in printed.fds:
            self._watch(fd, selectors.EVENT_READ, partial(listener.on_printed, printed, fd))

    def unwatch(self, fd: int) -> None:
        """Watch a socket or pipe no more, if it was watched."""
        if fd in self._inner.get_map():
            self._inner.unregister(fd)

    # ----------------------------------------------------------------------------------------------------- turns

    def _turn(self) -> None:
        """Wait for something to happen, and see to it."""
        self._mind_the_outbox()
        due = [one for one in (hosted.deadline() for hosted in self._hosted()) if one is not None]
        crowd = self._crowd.deadline(self.now(), busy=self._busy())
        due += [one for one in (self._devices.deadline, self._checks.deadline, crowd) if one is not None]
        if not self._checks.warm:
            due.append(self.now() + _QUIET)
        if math.isfinite(left := self._silence - self._pulse.silence()):
            due.append(self.now() + left)
        if self._waits_for_the_tutor:
            due.append(self.now() + AWAY - self._pulse.silence())
        ready = self._main.select(max(0.0, min(due) - self.now()) if due else None)
        for key, _ in ready:
            key.data()
        now = self.now()
        for hosted in self._hosted():
            if (deadline := hosted.deadline()) is not None and now >= deadline:
                hosted.on_time()
        self._crowd.look(now, self._hosted())
        if self._checks.deadline is not None and now >= self._checks.deadline:
            self._checks.on_time()
        if self._devices.late(now) and self._devices.fd is not None:
            self._on_look(self._devices.fd)
        if self._pulse.silence() >= self._silence:
            self.reason = f"The tutor was not heard from for {self._silence:g} s, so its kernel ends."
            self._ending = True
        if not ready and not self._checks.warm and not self._busy():
            self._checks.warm_up()

    def _busy(self) -> bool:
        """Whether somebody waits for a session, or for a check that was begun before all was loaded."""
        return self._checks.busy or self._sessions.busy

    def _load_rest(self) -> None:
        """Load what was left out so that one check comes sooner."""
        rest, self._rest = self._rest, None
        if rest is not None:
            rest()

    def _hosted(self) -> list[SessionSupervisor | CheckSupervisor]:
        """Everything that may have to be seen to when its time comes."""
        return [*self._sessions.supervisors(), *self._checks.hosted()]

    @property
    def _waits_for_the_tutor(self) -> bool:
        """Whether sessions wait until the tutor reads on, who may be cut off: it wants curves, not every report."""
        return self._hello.curves and self._backlog is None and self._outbox.size > HIGH

    def _mind_the_outbox(self) -> None:
        """Write when the tutor reads again; listen to sessions only while it keeps up, or is away."""
        if self._waits_for_the_tutor and self._pulse.silence() >= AWAY:
            self._backlog = Backlog()
        elif self._backlog is not None and self._outbox.size < LOW:
            told, self._backlog = self._backlog.take(), None
            for message in told:
                self._outbox.put(message)
        watched, inner = self._main.get_map(), self._inner.fileno()
        if self._outbox.size and self._outbox.fd not in watched:
            self._main.register(self._outbox.fd, selectors.EVENT_WRITE, self._outbox.write)
        elif not self._outbox.size and self._outbox.fd in watched:
            self._main.unregister(self._outbox.fd)
        away = self._backlog is not None
        if self._outbox.size > HIGH and not away and inner in watched:
            self._main.unregister(inner)
        elif (self._outbox.size < LOW or away) and inner not in watched:
            self._main.register(inner, selectors.EVENT_READ, self._on_sessions)

    def _on_sessions(self) -> None:
        for key, _ in self._inner.select(0):
            if key.fd in self._inner.get_map():  # an event before this one may have ended it
                key.data()
            if self._outbox.size > HIGH and self._backlog is None:
                return

    def _on_signal(self) -> None:
        self._signals.take()
        for pid, status in processes.reap():
            self._checks.on_base_gone(pid, status)
            self._bases.gone(pid)
            for hosted in self._sessions.supervisors():
                hosted.on_base_gone(pid, status)
            self._end_orphans(pid)

    def _end_orphans(self, pid: int) -> None:
        """Nobody is left who would end what came of a child that has ended: it is now ours, or nobody's at all."""
        processes.kill_children(pid)
        processes.kill_children(os.getpid(), {*self._bases.pids, self._devices.pid})

    def _on_stdin(self) -> None:
        data = os.read(self._stdin, _READ)
        self._pulse.heard()
        if not data:
            self._ending = True
        self._take(data)

    def _take(self, data: bytes) -> None:
        try:
            for body in self._frames.feed(data):
                self._on_body(body)
        except ValueError as error:
            self.send(Fault(str(error)))
            self._ending = True

    def _on_body(self, body: bytes) -> None:
        try:
            message = decode_to_kernel(body)
        except msgspec.DecodeError as error:
            self.send(Fault(f"The kernel does not understand a message: {error}"))
            return
        match message:
            case Hello():
                self._on_hello(message)
            case Beat():
                self.send(message)
            case AskDevices():
                self._ask_devices(self.send, fresh=True)
            case Open():
                self._sessions.open(message)
            case Check():
                self._checks.ask(message)
            case Expect():
                self._checks.expect(message)
            case CancelCheck():
                self._checks.cancel(message.check)
            case _:
                self._sessions.ask(message)

    def _on_hello(self, hello: Hello) -> None:
        if hello.protocol == PROTOCOL:
            if (hello.course, hello.title) != (self._hello.course, self._hello.title):
                self._checks.start_over()
            self._hello = hello
            if hello.silence is not None and not self._silence_given:
                self._silence = hello.silence
            return
        words = (
            f"The kernel is of version {__version__} (protocol {PROTOCOL}), the tutor of version {hello.version} "
            f"(protocol {hello.protocol}). Install the same version of pytorch-tutor on both sides."
        )
        self.send(Refused(PROTOCOL, __version__, words))
        self._ending = True

    # ---------------------------------------------------------------------------------------------------- devices

    def _ask_devices(self, then: Callable[[Devices], None], *, fresh: bool = False) -> None:
        """Call `then` with the devices that there are, once they are known."""
        self._devices.ask(then, self.now(), fresh=fresh)
        fd = self._devices.fd
        if fd is not None and fd not in self._main.get_map():
            self._main.register(fd, selectors.EVENT_READ, partial(self._on_look, fd))

    def _on_look(self, fd: int) -> None:
        """The process that looks for devices has said something, or has taken too long."""
        if self._devices.read(self.now()):
            self._main.unregister(fd)
            self._devices.settle(self.now())

    # -------------------------------------------------------------------------------------------------- processes

    def _watch(self, fd: int, events: int, call: Callable[[], object]) -> None:
        if fd in self._inner.get_map():
            self._inner.modify(fd, events, call)
        else:
            self._inner.register(fd, events, call)

    def _end_soon(self) -> None:
        self._ending = True

    def _end(self) -> None:
        """Kill every descendant, until there is none, and take the work folders away."""
        until = self.now() + _END
        while True:
            processes.kill_children(os.getpid())  # before anything is asked: what is stopped leaves us the processor
            for _ in processes.reap():
                pass
            if not table.descendants(os.getpid()) or self.now() >= until:
                break
            time.sleep(0.001)
        self._checks.close()
        self._sessions.remove_folders()
        os.set_blocking(self._outbox.fd, True)
