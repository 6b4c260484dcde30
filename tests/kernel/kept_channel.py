"""A channel to the host, for tests of what a session sends, without a host."""

from __future__ import annotations

import socket

from tutor.kernel.protocol.message_bases import Message
from tutor.kernel.session.channel import Channel


class Kept(Channel):
    """A channel that keeps what is sent."""

    def __init__(self, sock: socket.socket) -> None:
        super().__init__(sock)
        self.sent: list[Message] = []

    def send(self, message: Message, fds: object = ()) -> None:
        del fds
        self.sent.append(message)

    def try_send(self, message: Message) -> None:
        self.sent.append(message)
