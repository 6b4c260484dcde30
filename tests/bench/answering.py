"""From a key to what it leads to: a cell's output, a changed rate in the training loop."""

from __future__ import annotations

import asyncio
import random
import re
import tempfile
import time
from functools import partial
from pathlib import Path
from statistics import median

from tests.bench.baselines import EXERCISE, empty_app, one_step, pytest_alone, seconds_of
from tests.bench.figures import Figure, alternating, percentile, ratio
from tests.bench.opened import BENCH, COURSE, RUN, SHORT, TRAINING, Opened, opened
from tests.pty.pseudo_terminal import TUTOR
from tutor.course.catalogue import find_course, load_course
from tutor.course.exercise import Exercise
from tutor.kernel.client.client import Kernel, Lost
from tutor.kernel.protocol.events import ControlUsed, RunFinished, Steps
from tutor.kernel.protocol.messages import FromKernel
from tutor.kernel.protocol.requests import Cell

BETWEEN = 0.6
"""Seconds between two checks: nobody checks sooner, and the next one's process is then ready."""


def run_key(rounds: int = 15) -> list[Figure]:
    """The run key in the tutor itself, until what the cell printed stands on the screen."""
    with opened(*BENCH) as terminal:
        terminal.turn_to(SHORT)
        first = _run_once(terminal)
        taken, empty = alternating(rounds, partial(_run_once, terminal), empty_app)
    detail = (
        f"{median(taken) * 1e3:.0f} ms, slowest {max(taken) * 1e3:.0f} ms, the lesson's first run {first * 1e3:.0f} ms"
        f"; an empty Textual app's first frame {median(empty) * 1e3:.0f} ms"
    )
    return [Figure("run key to a short cell's output", ratio(taken, empty), "× empty app", 0.2, detail=detail)]


def _run_once(terminal: Opened) -> float:
    terminal.wait_until_quiet(0.3)
    before = _printed(terminal.text)
    pressed = time.monotonic()
    terminal.press(RUN)
    return terminal.seen_at(lambda text: _printed(text) not in ("", before)) - pressed


def _printed(text: str) -> str:
    found = re.search(r"now \d+", text)
    return found[0] if found else ""


def changed_control(rounds: int = 20) -> list[Figure]:
    """A rate changed in a training at full pace, until a step uses it: from the key, and through the client alone."""
    keys = _by_key(rounds)
    alone = asyncio.run(_by_message(rounds))
    detail = (
        f"from the key's byte; median of {rounds}, p95 {percentile(keys, 0.95) * 1e3:.1f} ms; "
        f"sent and acknowledged through the client {median(alone) * 1e3:.1f} ms"
    )
    return [Figure("changed control to the step that uses it", median(keys) * 1e3, "ms", 10, detail=detail)]


def _by_key(rounds: int) -> list[float]:
    with opened(*BENCH) as terminal:
        terminal.turn_to(TRAINING)
        terminal.set_steps(1_000 * rounds + 20_000)
        terminal.full_pace()
        terminal.press(RUN)
        terminal.wait_for(lambda text: re.search(r"─step [1-9]", text) is not None)
        pressed, rng = [], random.Random(0)
        for number in range(rounds):
            due = time.monotonic() + rng.uniform(0.05, 0.15)
            while time.monotonic() < due:
                terminal.read(max(0.0, due - time.monotonic()))
            pressed.append(time.monotonic())
            terminal.press("12"[number % 2])
        moved = terminal.told()["moved"]
    if len(moved) != rounds:
        raise RuntimeError(f"{rounds} changes were made, and {len(moved)} met a step")
    return [at - when for at, when in zip(moved, pressed, strict=True)]


async def _by_message(rounds: int) -> list[float]:
    heard: asyncio.Queue[FromKernel | Lost] = asyncio.Queue()
    kernel = Kernel(on_message=heard.put_nowait)
    await kernel.start()
    await kernel.ready()
    lesson = load_course(find_course(COURSE)).lesson("bench")
    assert lesson is not None
    cells = [Cell(code.number, code.source) for code in lesson.cells[: TRAINING + 1]]
    session = kernel.open("cpu")
    session.run(cells, controls={"steps": 1_000_000})
    while not isinstance(await heard.get(), Steps):
        pass
    taken = []
    for number in range(rounds):
        sent = time.monotonic()
        session.set_control("learning_rate", (0.001, 0.002)[number % 2])
        while not isinstance(message := await heard.get(), ControlUsed):
            if isinstance(message, RunFinished | Lost):
                raise RuntimeError(f"the training ended before its time: {message}")
        taken.append(time.monotonic() - sent)
        await asyncio.sleep(0.03)
    await kernel.close()
    return taken


def check_key(rounds: int = 9) -> list[Figure]:
    """The check key of an exercise on its right answer, until the verdict stands on the screen; and pytest alone."""
    exercise = one_step()
    with tempfile.TemporaryDirectory() as workspace:
        answer = Path(workspace, exercise.lesson, f"{exercise.slug}.py")
        answer.parent.mkdir()
        answer.write_text(exercise.solution)
        with opened(exercise.lesson, "--workspace", workspace) as terminal:
            _open_exercise(terminal)
            _check_once(terminal)
            taken, alone = alternating(rounds, partial(_check_once, terminal), partial(pytest_alone, exercise))
    inside = asyncio.run(_judged(exercise, rounds))
    detail = (
        f"{median(taken) * 1e3:.0f} ms, slowest {max(taken) * 1e3:.0f} ms; through the client "
        f"{median(inside) * 1e3:.0f} ms, pytest in a process of its own {median(alone) * 1e3:,.0f} ms"
    )
    return [Figure("check, key to verdict: faster than pytest", ratio(alone, taken), "×", 80, True, detail)]


def cold_check(rounds: int = 5) -> list[Figure]:
    """`pytorch-tutor check` of a right answer, from nothing until it has ended; and pytest alone."""
    exercise = one_step()
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder, f"{exercise.slug}.py")
        answer.write_text(exercise.solution)
        command = [*TUTOR, "check", EXERCISE, str(answer)]
        cold = partial(seconds_of, command, PYTORCH_TUTOR_HOME=str(Path(folder, "home")))
        alone = partial(pytest_alone, exercise)
        cold(), alone()
        ours, theirs = alternating(rounds, cold, alone)
    detail = f"{median(ours):.2f} s, pytest in a process of its own {median(theirs):.2f} s"
    return [Figure("pytorch-tutor check from cold", ratio(ours, theirs), "× pytest", 1.05, detail=detail)]


def _open_exercise(terminal: Opened) -> None:
    terminal.wait_for(lambda text: "1/" in text and "starting" not in text)
    terminal.press("x")
    terminal.wait_for(lambda text: "f filter" in text)
    terminal.press("/")
    terminal.wait_for(lambda text: "f filter" not in text)
    terminal.press("One step straight")
    terminal.wait_for(lambda text: "│  One step" in text)
    terminal.wait_until_quiet(0.5)
    terminal.press("\r")
    terminal.wait_for(lambda text: "▸ One step" in text and "ctrl+r check" in text)
    terminal.press("\r")  # into the code
    terminal.wait_for(lambda text: "only code" in text)
    terminal.wait_until_quiet(0.5)


def _check_once(terminal: Opened) -> float:
    """Make the answer wrong and have that seen, make it right again, and time the verdict on that."""
    for key, verdict in (("$", "does not run"), ("\x7f", "right")):
        terminal.press(key)
        terminal.wait_for(lambda text, key=key: ("$prediction" in text) == (key == "$"))  # type: ignore[misc]
        terminal.wait_until_quiet(0.2)
        pressed = time.monotonic()
        terminal.press(RUN)
        seen = terminal.seen_at(lambda text, verdict=verdict: re.search(rf"checks · . {verdict}", text) is not None)  # type: ignore[misc]
    return seen - pressed


async def _judged(exercise: Exercise, rounds: int) -> list[float]:
    kernel = Kernel(on_message=lambda _: None)
    await kernel.start()
    await kernel.ready()
    taken = []
    for number in range(rounds + 1):
        await asyncio.sleep(BETWEEN)
        begun = time.monotonic()
        checked = await kernel.judge(
            exercise=exercise.slug,
            answer=exercise.solution,
            tests=exercise.tests,
            starter=exercise.starter,
            seed=number,
            may_change=exercise.may_change,
        )
        taken.append(time.monotonic() - begun)
        if checked.verdict != "right":
            raise RuntimeError(f"the solution is {checked.verdict}: {checked.message}")
    await kernel.close()
    return taken[1:]
