"""A session's base as a fresh process, where fork is not to be had: `python -P -m tutor.kernel.host.fresh FD HOST`."""

from __future__ import annotations

import socket
import sys
from typing import NoReturn

from tutor.kernel.host import warm
from tutor.kernel.judge.awaiting import prepared
from tutor.kernel.protocol.wire import Birth
from tutor.kernel.session import session
from tutor.kernel.session.channel import Channel
from tutor.system import processes


def main() -> NoReturn:
    """Be warm, then be born. Arguments: the descriptor of its channel, the host's process."""
    processes.die_with_parent(int(sys.argv[2]))
    channel = Channel(session.lifted(socket.socket(fileno=int(sys.argv[1]))))
    warm.one_thread()
    warm.torch_and_optimizers()
    while True:
        channel.receive(None)
        while channel.inbox:
            birth = channel.inbox.popleft()
            if isinstance(birth, Birth):
                session.begin(channel, birth, prepared)


if __name__ == "__main__":
    main()
