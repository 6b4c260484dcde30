"""A kernel that says it has a GPU, and that a run on it reported something: `gpu_kernel.py [STATUS]`."""

from __future__ import annotations

import os
import sys
from typing import cast

from tutor.kernel.protocol.connection import AskDevices, Device, Devices, Ready, greeting
from tutor.kernel.protocol.events import CellFinished, CellStarted, Opened, RunFinished, Status, Steps
from tutor.kernel.protocol.message_bases import Message
from tutor.kernel.protocol.messages import Frames, decode_to_kernel, encode
from tutor.kernel.protocol.requests import Open, Run
from tutor.views.packing import pack

GPU = Device("cuda:0", "Some Card", 2**36, 2**35)


def answers(message: Message, status: Status) -> list[Message]:
    """What this kernel says to a message."""
    match message:
        case AskDevices():
            return [Devices((GPU, Device("cpu", "Some Processor")))]
        case Open(session=session, device=device):
            return [Opened(session, device)]
        case Run(session=session, run=run, cells=cells):
            cell = cells[-1].number
            values = pack([2.0, float("inf"), 0.5])
            return [
                CellStarted(session, run, cell),
                Steps(session, run, cell, ("loss[a]", "w"), pack([0, 1, 2]), (values, pack([1, 2, 3]))),
                CellFinished(session, run, cell, status, 1.25),
                RunFinished(session, run, status, 1.25),
            ]
    return []


def main(status: Status = "ok") -> None:
    """Serve until nothing more comes."""
    os.write(1, greeting())
    os.write(1, encode(Ready(python="3.11", torch="2.13.0+cu130", cores=8, seconds=0.0, forks=True)))
    frames = Frames()
    while data := os.read(0, 1 << 16):
        for body in frames.feed(data):
            for answer in answers(decode_to_kernel(body), status):
                os.write(1, encode(answer))


if __name__ == "__main__":
    main(*(cast(Status, one) for one in sys.argv[1:]))
