"""What a cell writes to its two streams is read in the order in which it was written."""

from __future__ import annotations

import math
import os
import selectors
import sys
import threading

import pytest

from tutor.kernel.session.output_stream import pair


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells how much of a pipe is unread")
def test_what_is_printed_between_two_progress_bars_is_read_between_them() -> None:
    (out, stdout), (err, stderr) = os.pipe(), os.pipe()
    read: list[tuple[int, bytes]] = []

    def reads_errors_first() -> None:
        with selectors.DefaultSelector() as selector:
            for fd in (out, err):
                selector.register(fd, selectors.EVENT_READ)
            while selector.get_map():
                for fd in sorted((key.fd for key, _ in selector.select()), reverse=True):
                    if data := os.read(fd, 1 << 16):
                        read.append((fd, data))
                    else:
                        selector.unregister(fd)

    reader = threading.Thread(target=reads_errors_first)
    reader.start()
    printed, bars = pair(stdout, stderr, patience=math.inf, share=math.inf)
    written = []
    for epoch in range(50):
        for fd, stream, text in ((err, bars, f"\r0% {epoch}"), (err, bars, "\r100%\n"), (out, printed, f"{epoch}\n")):
            stream.write(text)
            written.append((fd, text.encode()))
    for stream in (printed, bars):
        stream.flush()
    for fd in (stdout, stderr):
        os.close(fd)
    reader.join()
    assert _joined(read) == _joined(written)
    for fd in (out, err):
        os.close(fd)


def _joined(parts: list[tuple[int, bytes]]) -> list[tuple[int, bytes]]:
    """What came from one after the other, as one."""
    joined: list[tuple[int, bytes]] = []
    for fd, data in parts:
        if joined and joined[-1][0] == fd:
            joined[-1] = fd, joined[-1][1] + data
        else:
            joined.append((fd, data))
    return joined
