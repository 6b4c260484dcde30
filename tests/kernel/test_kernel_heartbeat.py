"""A line that goes dead without ending: how both its ends notice, and how often each is heard."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable

import pytest
from host_at_a_line import Clock, HostAtALine
from kernel_talk import Line
from test_kernel_line import gone

from tutor.kernel.client.client import KernelError
from tutor.kernel.protocol.connection import Beat, Hello
from tutor.kernel.protocol.events import Output
from tutor.kernel.protocol.messages import Frames, decode_from_kernel, encode
from tutor.kernel.protocol.pulse import BEAT, QUIET, SETTING, SILENCE, TICK, Heartbeat, Quiet, seconds, wished
from tutor.kernel.protocol.requests import Cell, Open, Run


def test_a_host_answers_each_beat_with_one(at_a_line: Callable[..., HostAtALine]) -> None:
    line = at_a_line()
    line.say(Hello(), Beat(), Beat())
    assert line.heard() == [Beat(), Beat()]


def test_a_host_that_hears_nothing_for_two_minutes_ends(at_a_line: Callable[..., HostAtALine]) -> None:
    line = at_a_line()
    line.say(Hello())
    for _ in range(5):
        line.pass_time(SILENCE - 1)
        assert not line.host._ending
        line.say(Beat())
    line.pass_time(SILENCE)
    assert line.host._ending
    assert line.host.reason == "The tutor was not heard from for 120 s, so its kernel ends."


@pytest.mark.parametrize(("given", "wish", "allowed"), [(None, 30.0, 30.0), (500.0, 30.0, 500.0), (500.0, None, 500.0)])
def test_the_commands_option_goes_before_what_the_tutor_wishes(
    at_a_line: Callable[..., HostAtALine], given: float | None, wish: float | None, allowed: float
) -> None:
    line = at_a_line(given)
    line.say(Hello(silence=wish))
    line.pass_time(allowed - 1)
    assert not line.host._ending
    line.pass_time(1)
    assert line.host._ending


@pytest.mark.parametrize(("given", "wish"), [(None, math.inf), (math.inf, None), (math.inf, 30.0)])
def test_a_host_that_may_wait_for_ever_does(
    at_a_line: Callable[..., HostAtALine], given: float | None, wish: float | None
) -> None:
    line = at_a_line(given)
    line.say(Hello(silence=wish), Beat())
    line.pass_time(10.0**7)
    assert not line.host._ending


@pytest.mark.bare
@pytest.mark.asyncio(loop_scope="session")
async def test_silence_ends_a_kernel_with_all_it_started_and_a_busy_cell_is_no_silence(
    warm_command: list[str],
) -> None:
    """The line stays open at both ends, as a half-open one does, and nothing comes over it any more."""
    host = await asyncio.create_subprocess_exec(
        *warm_command,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert host.stdin is not None
    assert host.stdout is not None
    assert host.stderr is not None
    stubborn = "signal.signal(signal.SIGINT, signal.SIG_IGN)"
    busy = f"import os, signal\n{stubborn}\nprint(os.getpid(), flush=True)\nwhile True: pass"
    host.stdin.write(encode(Hello(silence=math.inf)) + encode(Open(1, "cpu")) + encode(Run(1, 1, (Cell(1, busy),))))
    await host.stdout.readline()  # the greeting
    frames, printed = Frames(), ""
    while not printed:
        for message in map(decode_from_kernel, frames.feed(await host.stdout.read(1 << 16))):
            printed += message.text if isinstance(message, Output) else ""
    host.stdin.write(encode(Hello(silence=0.5)))
    await host.stdout.read()  # until it ends
    assert await host.wait() == 0
    assert b"The tutor was not heard from for 0.5 s" in await host.stderr.read()
    assert await gone(int(printed))


class Told:
    """A heartbeat, and what it does."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.beats = 0
        self.quiets: list[Quiet] = []
        self.heartbeat = Heartbeat(self.clock, self._beat, self.quiets.append)
        self.heartbeat.begin()

    def _beat(self) -> None:
        self.beats += 1

    def wait(self, count: int) -> list[str]:
        """So many seconds, each looked at; what was told in them."""
        before = len(self.quiets)
        for _ in range(count):
            self.clock.now += TICK
            self.heartbeat.look()
        return [quiet.text for quiet in self.quiets[before:]]


def test_a_kernel_that_says_nothing_at_all_is_waited_for_with_a_count() -> None:
    told = Told()
    assert told.wait(7) == [f"waiting for the kernel, {n} s" for n in (5, 6, 7)]
    told.heartbeat.enter("warming")
    told.heartbeat.heard()
    assert told.wait(2) == ["torch is starting, 8 s", "torch is starting, 9 s"]
    told.heartbeat.enter("ready")
    assert [quiet.text for quiet in told.quiets[-1:]] == [""]
    assert told.beats == 0


def test_a_stalled_line_is_counted_from_the_last_word_and_an_answer_ends_the_count() -> None:
    told = Told()
    told.heartbeat.enter("ready")
    for _ in range(20):
        assert told.wait(int(QUIET) - 1) == []
        told.heartbeat.heard()
    assert told.wait(8) == [f"no answer for {n} s" for n in (5, 6, 7, 8)]
    told.heartbeat.heard()
    assert told.quiets[-1] == Quiet(0, "ready")
    assert told.wait(4) == []


def test_the_kernel_is_let_know_every_other_second() -> None:
    told = Told()
    told.heartbeat.enter("ready")
    told.wait(20)
    assert told.beats == 20 * TICK / BEAT
    assert SILENCE > 10 * BEAT


def test_time_in_which_the_tutor_itself_stood_still_is_no_silence_of_the_kernel() -> None:
    told = Told()
    told.heartbeat.enter("ready")
    told.wait(2)
    told.clock.now += 3600  # an editor in the tutor's place, a laptop asleep
    assert told.wait(4) == []
    assert told.wait(3) == ["no answer for 5 s", "no answer for 6 s"]


def test_nothing_is_told_of_a_kernel_that_is_gone() -> None:
    told = Told()
    told.heartbeat.enter("ready")
    told.wait(9)
    told.heartbeat.enter(None)
    assert told.quiets[-1].text == ""
    assert told.wait(60) == []


@pytest.mark.parametrize(
    ("text", "value"), [("3600", 3600.0), ("0.5", 0.5), ("never", math.inf), (" never ", math.inf)]
)
def test_a_silence_is_seconds_or_never(text: str, value: float) -> None:
    assert seconds(text) == value
    assert wished({SETTING: text}) == value


@pytest.mark.parametrize("text", ["0", "-1", "nan", "two minutes", "1 h"])
def test_another_silence_is_refused_in_words(text: str) -> None:
    with pytest.raises(ValueError, match="seconds"):
        seconds(text)


def test_a_silence_that_was_not_set_is_left_to_the_kernel() -> None:
    assert wished({}) is None
    assert wished({SETTING: ""}) is None


@pytest.mark.asyncio(loop_scope="session")
async def test_a_setting_that_is_none_is_named_before_anything_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, "soon")
    line = Line(["true"])
    with pytest.raises(KernelError, match="PYTORCH_TUTOR_SILENCE: 'soon'"):
        await line.kernel.start()
    await line.kernel.close()
