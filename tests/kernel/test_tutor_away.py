"""A tutor that cannot be reached for long: what runs goes on, and what it told meanwhile is there afterwards."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from itertools import pairwise
from unittest import mock

from host_at_a_line import HostAtALine

from tutor.kernel.host.backlog import AWAY, Backlog
from tutor.kernel.host.outbox import HIGH
from tutor.kernel.protocol.connection import Hello
from tutor.kernel.protocol.events import CellFinished, CellStarted, Loop, Output, Shown, Steps
from tutor.kernel.protocol.message_bases import Message
from tutor.kernel.protocol.messages import Frames, decode_from_kernel
from tutor.views.curves.history import History
from tutor.views.packing import pack, unpack
from tutor.views.printed import settled
from tutor.views.values.data import TextView

PIECE = 5_000
"""Steps in a message."""


def steps_from(first: int, *, rank: int | None = None) -> Steps:
    numbers = [float(step) for step in range(first, first + PIECE)]
    return Steps(1, 1, 1, ("loss", "rate"), pack(numbers), (pack([1 / (n + 1) for n in numbers]), pack(numbers)), rank)


def drawn(messages: Iterable[Message]) -> History:
    """What the screens make of these."""
    history = History()
    for message in messages:
        if isinstance(message, Steps):
            history.add(message.labels, unpack(message.steps), [unpack(column) for column in message.columns])
    return history


def everything(line: HostAtALine) -> list[Message]:
    """What the tutor reads when it reads again."""
    frames, found = Frames(), list[Message]()
    while True:
        try:
            found += [decode_from_kernel(body) for body in frames.feed(os.read(line._reading, 1 << 20))]
        except BlockingIOError:
            if not line.host._outbox.size:
                return found
        line.host._mind_the_outbox()
        line.host._outbox.write()


def waits(line: HostAtALine) -> bool:
    """Whether sessions wait until the tutor has read."""
    return line.host._inner.fileno() not in line.host._main.get_map()


def later(line: HostAtALine, time: float) -> float | None:
    """So much later the host looks again; for how long it would then wait, were nothing to happen."""
    line.clock.now += time
    line.host._checks.warm = True  # else it would load what checks need
    with mock.patch.object(line.host._main, "select", return_value=[]) as select:
        line.host._turn()
    waited: float | None = select.call_args.args[0]
    return waited


def unreached(line: HostAtALine, hello: Hello) -> int:
    """A tutor that said hello and then nothing more, with a training that goes on; its next step."""
    line.say(hello)
    step = 0
    while line.host._outbox.size <= HIGH:
        line.host.send(steps_from(step))
        step += PIECE
    left = later(line, AWAY / 4)
    assert waits(line)
    assert left == (AWAY * 3 / 4 if hello.curves else 3600.0 - AWAY / 4)  # it looks again in time
    later(line, AWAY * 3 / 4)
    return step


def test_what_runs_goes_on_while_the_tutor_is_cut_off_and_its_whole_curve_is_there_afterwards(
    at_a_line: Callable[..., HostAtALine],
) -> None:
    line = at_a_line()
    step = unreached(line, Hello(curves=True, silence=3600.0))
    assert not waits(line)
    size = line.host._outbox.size
    for first in range(step, 40 * PIECE + step, PIECE):
        line.host.send(steps_from(first))
    line.host.send(CellFinished(1, 1, 1, "ok", 9.0))
    later(line, 100.0)
    assert line.host._outbox.size <= size
    messages = everything(line)
    history = drawn(messages)
    steps, loss = history.series("loss")
    assert (steps[0], steps[-1], loss[0]) == (0.0, 40 * PIECE + step - 1.0, 1.0)
    assert max(b - a for a, b in pairwise(steps)) < PIECE
    assert isinstance(messages[-1], CellFinished)
    line.host.send(Loop(1, 1, 1, 3, 9))
    assert everything(line) == [Loop(1, 1, 1, 3, 9)]


def test_who_wants_every_report_is_waited_for(at_a_line: Callable[..., HostAtALine]) -> None:
    line = at_a_line()
    step = unreached(line, Hello(silence=3600.0))
    assert waits(line)
    assert [row for message in everything(line) if isinstance(message, Steps) for row, _ in message.rows()] == list(
        range(step)
    )


def test_a_tutor_that_is_heard_is_waited_for(at_a_line: Callable[..., HostAtALine]) -> None:
    line = at_a_line()
    line.say(Hello(curves=True))
    for step in range(0, 1000 * PIECE, PIECE):
        line.host.send(steps_from(step))
        if line.host._outbox.size > HIGH:
            break
    for _ in range(3):
        later(line, AWAY / 2)
        line.say(Hello(curves=True))
    assert waits(line)


def test_of_what_is_told_meanwhile_the_newest_stands_and_text_is_joined() -> None:
    backlog = Backlog()
    where = (1, 1, 1)
    told: list[Message] = [CellStarted(*where), Output(*where, "stdout", "a"), Output(*where, "stdout", "b")]
    told += [Output(*where, "stderr", "!"), Loop(*where, 1, 9), Shown(*where, "x", TextView("1")), Loop(*where, 2, 9)]
    told += [Shown(*where, "x", TextView("2")), Output(*where, "stdout", "c"), CellFinished(*where, "ok", 1.0)]
    for message in told:
        backlog.put(message)
    assert list(backlog.take()) == [
        CellStarted(*where),
        Output(*where, "stdout", "ab"),
        Output(*where, "stderr", "!"),
        Loop(*where, 2, 9),
        Shown(*where, "x", TextView("2")),
        Output(*where, "stdout", "c"),
        CellFinished(*where, "ok", 1.0),
    ]
    assert list(backlog.take()) == []


def test_reports_are_in_bounded_memory_and_drawn_as_if_they_had_come_one_by_one() -> None:
    backlog, history = Backlog(), History()
    for first in range(0, 10 * PIECE, PIECE):
        for rank in (0, 1):
            message = steps_from(first, rank=rank)
            backlog.put(message)
            history.add(message.labels, unpack(message.steps), [unpack(column) for column in message.columns])
        seldom = Steps(1, 1, 1, ("val",), pack([float(first)]), (pack([0.5]),))
        backlog.put(seldom)
        history.add(seldom.labels, unpack(seldom.steps), [unpack(column) for column in seldom.columns])
    messages = list(backlog.take())
    assert sum(len(one.steps) for one in messages if isinstance(one, Steps)) < 8 * 3 * 20_000
    again = drawn(messages)
    assert set(again.names) == set(history.names)
    for name in history.names:
        assert again.series(name) == history.series(name)


def test_a_progress_bar_of_hours_takes_the_room_of_what_is_seen_of_it() -> None:
    backlog = Backlog()
    said = ["begun\n", *(f"\r{n:>6} of 5000 {'#' * (n // 50):<100}" for n in range(5_001)), "\nended\n"]
    for text in said:
        backlog.put(Output(1, 1, 1, "stderr", text))
    told = [message.text for message in backlog.take() if isinstance(message, Output)]
    assert settled("".join(told)) == settled("".join(said))
    assert sum(map(len, told)) < 200_000 < sum(map(len, said))
