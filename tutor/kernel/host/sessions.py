"""All sessions of a host: opened on their devices, asked what the tutor asks of them, closed with their folders."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from functools import partial
from typing import Any

from tutor.kernel.host.session_supervisor import SessionSupervisor
from tutor.kernel.host.snapshot_stack import Surroundings
from tutor.kernel.protocol.connection import Devices, Fault
from tutor.kernel.protocol.events import Opened
from tutor.kernel.protocol.messages import ToKernel
from tutor.kernel.protocol.requests import Close, Inspect, Interrupt, Open, Run
from tutor.kernel.system import devices


class Sessions:
    """Opens sessions, passes on what they are asked, and closes them."""

    def __init__(
        self,
        host: Surroundings,
        with_devices: Callable[[Callable[[Devices], None]], None],
        load_rest: Callable[[], None],
        *,
        forks: bool,
    ) -> None:
        """`load_rest` loads what a session needs and is not loaded yet."""
        self._host, self._with_devices, self._load_rest, self._forks = host, with_devices, load_rest, forks
        self._sessions: dict[int, SessionSupervisor] = {}
        self._opening: dict[int, list[ToKernel]] = {}  # what was asked of sessions whose device is not yet known
        self._folders: list[str] = []

    @property
    def busy(self) -> bool:
        """Whether somebody waits for one."""
        return any(session.busy() for session in self._sessions.values())

    def supervisors(self) -> list[SessionSupervisor]:
        """Those that are open."""
        return list(self._sessions.values())

    def open(self, message: Open) -> None:
        """Open one, once the device that is asked for is known."""
        if message.session in self._sessions or message.session in self._opening:
            self._host.send(Fault(f"Session {message.session} is already open.", message.session))
            return
        self._opening[message.session] = []
        if message.device == "cpu":
            self._open_on(message, "cpu")
        else:
            self._with_devices(partial(self._on_known, message))

    def ask(self, message: Any) -> None:
        """Have the session that a message is for do what it asks."""
        if message.session in self._opening:
            self._opening[message.session].append(message)
            return
        session = self._sessions.get(message.session)
        if session is None:
            self._host.send(Fault(f"There is no session {message.session}.", message.session))
            return
        match message:
            case Run():
                session.run(message)
            case Inspect():
                session.inspect(message)
            case Interrupt():
                session.interrupt()
            case Close():
                session.close()
                del self._sessions[message.session]
                self._remove_folder(session.folder)
            case _:
                session.tell(message)

    def remove_folders(self) -> None:
        """Take all work folders away."""
        for folder in list(self._folders):
            self._remove_folder(folder)

    def _on_known(self, message: Open, known: Devices) -> None:
        chosen = devices.resolve(message.device, known)
        if isinstance(chosen, str):
            del self._opening[message.session]
            self._host.send(Fault(chosen, message.session))
        else:
            self._open_on(message, chosen.name)

    def _open_on(self, message: Open, device: str) -> None:
        """Open a session on a device that is there, and do what it was asked meanwhile."""
        waiting = self._opening.pop(message.session)
        self._load_rest()
        try:
            folder = tempfile.mkdtemp(prefix="pytorch-tutor-")
            self._folders.append(folder)
            session = SessionSupervisor(self._host, message, device, folder, forks=self._forks)
            session.open()
        except OSError as error:
            self._host.send(Fault(f"The session could not start: {error.strerror}.", message.session))
            return
        self._sessions[message.session] = session
        self._host.send(Opened(message.session, device))
        for one in waiting:
            self.ask(one)

    def _remove_folder(self, folder: str) -> None:
        """Remove a work folder as far as the cells have left that possible."""
        self._folders.remove(folder)
        shutil.rmtree(folder, ignore_errors=True)
