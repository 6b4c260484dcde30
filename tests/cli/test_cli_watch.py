"""`pytorch-tutor watch`: what is saved is checked, what is typed is obeyed; time is a list of events."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from tutor.cli import main
from tutor.commands.making import TEMPLATE
from tutor.commands.watching import Watcher, lines_typed
from tutor.course.catalogue import load_course
from tutor.course.exercise import Exercise, exercises_of
from tutor.course.hints import Hint
from tutor.kernel.client.client import KernelError
from tutor.kernel.protocol.checks import Checked, Outcome
from tutor.learner.progress import Store
from tutor.learner.workspace import Workspace

SOLUTION = (TEMPLATE / "first_steps" / "descend" / "solution.py").read_text()
Event = str | None | Callable[[], object]


class Judging:
    """Says of every answer what a test decided, and remembers which it was asked about."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.lost = False

    async def judge(self, exercise: Exercise, answer: str) -> Checked:  # noqa: ARG002
        if self.lost:
            raise KernelError("The line dropped.")
        self.asked.append(answer)
        if answer == SOLUTION:
            return Checked(1, "right", "All 1 checks passed.", 0.04, (Outcome("goes down", "passed"),))
        return Checked(1, "wrong", "It went up.", 0.04, (Outcome("goes down", "failed", "It went up."),))


class Scene:
    """A course, a workspace, and a watcher whose events a test writes down."""

    def __init__(self, folder: Path) -> None:
        main(["new", str(folder / "course")])
        self._add_second(folder / "course" / "first_steps")
        course = load_course(folder / "course")
        self.first, self.second = exercises_of(course)
        self.store = Store(folder / "home", "course")
        self.files = Workspace(folder / "work", self.store)
        self.judge = Judging()
        self.said = ""
        self.width: int | None = None
        self.watcher = Watcher(
            course,
            self.files,
            self.store,
            self.judge,  # type: ignore[arg-type]
            write=self._write,
            width=lambda: self.width,
            clock=lambda: "12:00:00",
        )

    @staticmethod
    def _add_second(lesson: Path) -> None:
        (lesson / "descend").rename(lesson / "again")
        (lesson / "again" / "test_descend.py").rename(lesson / "again" / "test_again.py")
        main(["new", str(lesson / "other")])
        (lesson / "other" / "first_steps" / "descend").rename(lesson / "descend")
        script = lesson / "lesson.py"
        script.write_text(script.read_text().replace('["descend"]', '["descend", "again"]'))

    def _write(self, text: str) -> None:
        self.said += text

    @property
    def path(self) -> Path:
        return self.files.path(self.first)

    def save(self, text: str) -> Callable[[], object]:
        return lambda: self.path.write_text(text)

    async def watch(self, *events: Event) -> None:
        """A function is called in its turn; the other events are the watcher's."""

        async def all_events() -> AsyncIterator[str | None]:
            for event in events:
                if callable(event):
                    event()
                else:
                    yield event

        await self.watcher.run(self.first, all_events())


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path)


async def test_watching_begins_with_the_task_the_file_and_a_check(scene: Scene) -> None:
    await scene.watch()
    assert scene.judge.asked == [scene.first.starter]
    assert scene.path.read_text() == scene.first.starter
    assert "Take one step down the bowl" in scene.said
    assert str(scene.path) in scene.said
    assert "It went up." in scene.said


async def test_the_keys_are_shown_after_every_verdict(scene: Scene) -> None:
    await scene.watch("", "")
    assert scene.said.count("every save is checked · enter: now · h: hint · s: solution · n: next · q: quit") == 3


async def test_no_word_is_broken_at_the_edge_of_a_narrow_terminal(scene: Scene) -> None:
    scene.width = 36
    await scene.watch(*["h"] * len(scene.first.hints), scene.save(SOLUTION), None, "s")
    known = {
        word
        for text in (
            scene.first.task,
            scene.first.learnt,
            *(hint.text for hint in scene.first.hints),
            scene.first.also_right,
        )
        for word in text.split()
    }
    assert known <= set(scene.said.split())
    code = {line.strip() for line in (*scene.first.task.split("\n"), *SOLUTION.split("\n")) if line.startswith("    ")}
    wide = [line for line in scene.said.split("\n") if len(line) >= 36 and line.strip() not in code]
    assert all("/" in line or line.startswith(("──", "    ", "  ")) for line in wide), wide


async def test_every_save_is_checked_once(scene: Scene) -> None:
    await scene.watch(None, None, scene.save("x = 1\n"), None, None, scene.save(SOLUTION), None, None)
    assert scene.judge.asked == [scene.first.starter, "x = 1\n", SOLUTION]
    assert scene.store.practice.attempt("descend").status == "right"


async def test_a_save_of_the_same_text_is_checked_too(scene: Scene) -> None:
    def touch() -> None:
        os.utime(scene.path, (1, 1))

    await scene.watch(touch, None, None)
    assert len(scene.judge.asked) == 2


async def test_a_save_within_the_same_second_and_of_the_same_size_is_seen(scene: Scene) -> None:
    def keep_time() -> None:
        found = scene.path.stat()
        with scene.path.open("r+") as file:
            file.write("#")
        os.utime(scene.path, ns=(found.st_atime_ns, found.st_mtime_ns))

    await scene.watch(keep_time, None)
    assert scene.judge.asked[1].startswith("#")


async def test_an_editor_that_replaces_the_file_is_seen(scene: Scene) -> None:
    def replace() -> None:
        other = scene.path.with_name("swap")
        other.write_text(SOLUTION)
        other.replace(scene.path)

    await scene.watch(replace, None)
    assert scene.judge.asked[-1] == SOLUTION


async def test_a_file_that_is_empty_for_a_moment_is_not_judged_empty(scene: Scene) -> None:
    await scene.watch(scene.save(""), None, scene.save(SOLUTION), None)
    assert "" not in scene.judge.asked
    assert scene.judge.asked[-1] == SOLUTION


async def test_a_file_that_stays_empty_is_judged(scene: Scene) -> None:
    await scene.watch(scene.save(""), None, None, None)
    assert scene.judge.asked == [scene.first.starter, ""]


async def test_a_file_that_goes_is_named_once_and_checked_when_it_is_back(scene: Scene) -> None:
    await scene.watch(scene.path.unlink, None, None, scene.save("x = 2\n"), None)
    assert scene.said.count("is gone") == 1
    assert scene.judge.asked[-1] == "x = 2\n"


async def test_a_file_that_is_no_text_is_said_and_watched_on(scene: Scene) -> None:
    await scene.watch(lambda: scene.path.write_bytes(b"\xff\xfe"), None, None, scene.save(SOLUTION), None)
    assert scene.said.count("is not UTF-8 text") == 1
    assert scene.judge.asked[-1] == SOLUTION


async def test_a_lost_kernel_is_said_and_the_next_save_is_checked(scene: Scene) -> None:
    def lose() -> None:
        scene.judge.lost = True

    def find() -> None:
        scene.judge.lost = False

    await scene.watch(lose, scene.save("x = 1\n"), None, find, scene.save(SOLUTION), None)
    assert "the kernel was lost. The line dropped." in scene.said
    assert scene.store.practice.attempt("descend").status == "right"


async def test_hints_come_one_at_a_time(scene: Scene) -> None:
    await scene.watch("h", "h", "h")
    assert scene.said.index("Hint 1 of 2") < scene.said.index("Hint 2 of 2")
    assert scene.store.practice.attempt("descend").hints == 2


async def test_the_hint_for_the_check_that_failed_comes_first(scene: Scene) -> None:
    scene.first = replace(scene.first, hints=(Hint("one"), Hint("two", ("goes up",)), Hint("three", ("goes down",))))
    await scene.watch("h", "h", "h", "h")
    said = [scene.said.index(head) for head in ("1 of 3 · goes down", "2 of 3\n    one", "3 of 3 · goes up")]
    assert said == sorted(said)
    assert scene.said.count("Hint 3 of 3 · goes up\n    two") == 2
    assert scene.store.practice.attempt("descend").hints_shown == (2, 0, 1)


async def test_the_solution_is_shown_after_a_right_answer(scene: Scene) -> None:
    await scene.watch(scene.save(SOLUTION), None, "s")
    assert "slope = 2 * x" in scene.said
    assert "torch.autograd.grad" in scene.said
    assert not scene.store.practice.attempt("descend").solution_seen


async def test_before_a_right_answer_the_solution_has_to_be_asked_for_twice(scene: Scene) -> None:
    await scene.watch("s")
    assert "slope = 2 * x" not in scene.said
    await scene.watch("s", "s")
    assert "slope = 2 * x" in scene.said
    assert scene.store.practice.attempt("descend").solution_seen


async def test_it_goes_on_to_the_next_exercise_only_when_asked(scene: Scene) -> None:
    await scene.watch(scene.save(SOLUTION), None, None)
    assert not scene.files.path(scene.second).exists()
    await scene.watch("n", "q", "h")
    assert scene.files.path(scene.second).exists()
    assert "Hint" not in scene.said


async def test_an_unfinished_exercise_that_is_left_is_skipped_and_comes_back(scene: Scene) -> None:
    await scene.watch("n", "n")
    assert scene.store.practice.attempt("again").status == "skipped"
    assert scene.said.count("first_steps/descend\n\nTake one step") == 2


async def test_what_is_no_command_is_named_with_those_that_are(scene: Scene) -> None:
    await scene.watch("what\x1b")
    assert "'what␛' is not a command here." in scene.said


async def test_lines_are_told_from_time_and_the_end_of_a_pipe_ends_only_them() -> None:
    reading, writing = os.pipe()
    events = lines_typed(0.001, reading)
    assert await anext(events) is None
    os.write(writing, b"h\nn")
    while (event := await anext(events)) is None:
        pass
    assert event == "h"
    os.close(writing)
    assert await anext(events) is None
    os.close(reading)
    await events.aclose()  # type: ignore[attr-defined]


# ---------------------------------------------------------------------------------------------------- as a program


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
async def test_ctrl_c_ends_it_cleanly(tmp_path: Path, warm_kernel: str) -> None:
    main(["new", str(tmp_path / "course")])
    command = [sys.executable, "-m", "tutor", "watch", "--course", str(tmp_path / "course"), "--kernel", warm_kernel]
    process = await asyncio.create_subprocess_exec(
        *command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    async with asyncio.timeout(60):
        await process.stdout.readuntil(b"q: quit")
        process.send_signal(2)
        _, err = await process.communicate()
    assert (process.returncode, err) == (0, b"")


def test_without_anything_left_to_do_it_says_so(
    tmp_path: Path, tutor_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from tutor.course.catalogue import course_key

    main(["new", str(tmp_path / "course")])
    store = Store(tutor_home, course_key(tmp_path / "course"))
    store.practice.checked("descend", "text", "right")
    store.close()
    assert main(["watch", "--course", str(tmp_path / "course")]) == 0
    assert "Every exercise is right." in capsys.readouterr().out
