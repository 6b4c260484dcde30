"""A network with nothing in it but a loopback, for processes that talk to one another and to nobody else."""

from __future__ import annotations

import ctypes
import fcntl
import os
import socket
import struct
from dataclasses import dataclass
from pathlib import Path

_NEWUSER, _NEWNET = 0x10000000, 0x40000000  # linux/sched.h
_SIOCSIFFLAGS = 0x8914  # linux/sockios.h
_UP_AND_RUNNING = 0x1 | 0x40  # linux/if.h


@dataclass(frozen=True)
class OwnNetwork:
    """A network that lasts as long as these descriptors, or a process in it."""

    net: int
    user: int | None
    """The namespace of users that it belongs to; None where that is the present one."""

    def enter(self) -> None:
        """Have nothing but this network from now on. Only for a process of one thread. Raises OSError."""
        if self.user is not None:
            _call("setns", self.user, _NEWUSER)
        _call("setns", self.net, _NEWNET)

    def close(self) -> None:
        """Let go of it."""
        os.close(self.net)
        if self.user is not None:
            os.close(self.user)


def own_network() -> OwnNetwork | None:
    """A network for this process's children; None where the system does not let it have one.

    A child makes it, hands its descriptors over and ends: this process stays where it is.
    """
    ours, theirs = socket.socketpair()
    pid = os.fork()
    if pid == 0:
        try:
            ours.close()
            _make(theirs)
        finally:
            os._exit(0)
    theirs.close()
    try:
        said, fds, _, _ = socket.recv_fds(ours, 1, 2)
    finally:
        ours.close()
        os.waitpid(pid, 0)
    if not said or not fds:
        return None
    return OwnNetwork(fds[0], fds[1] if len(fds) > 1 else None)


def loopback() -> str:
    """The name of the interface that leads nowhere else."""
    return next((name for _, name in socket.if_nameindex() if name.startswith("lo")), "lo")


def _make(to: socket.socket) -> None:
    user, group = os.getuid(), os.getgid()
    names = ["net"]
    try:
        _call("unshare", _NEWNET)
    except OSError:  # without rights of its own, a user may still have a world of users in which they have them
        _call("unshare", _NEWUSER | _NEWNET)
        for name, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
            Path("/proc/self", name).write_text(text)
        names.append("user")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, _SIOCSIFFLAGS, struct.pack("16sH14x", b"lo", _UP_AND_RUNNING))
    socket.send_fds(to, [b"."], [os.open(f"/proc/self/ns/{name}", os.O_RDONLY) for name in names])


def _call(name: str, *arguments: int) -> None:
    """A system call that Python has from 3.12 on. Raises OSError."""
    if getattr(_libc, name)(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")


_libc = ctypes.CDLL(None, use_errno=True)
