"""What runs before the cell that was asked for is that which it needs, and it is said why."""

from __future__ import annotations

from pathlib import Path

from tutor.course.model import Code, Lesson, Screen
from tutor.kernel.protocol import events
from tutor.ui.lesson import words
from tutor.ui.lesson.notebook import Notebook

CELLS = ("import torch", "x = torch.arange(3)", "for size in (10, 20):\n    print(size)", "x.sum()")
LESSON = Lesson(
    "l", "L", Path("l/lesson.py"), screens=(Screen("One", tuple(Code(n, s, n) for n, s in enumerate(CELLS, 1))),)
)


def test_a_run_asks_for_what_its_cell_needs_and_the_screen_says_why() -> None:
    notebook = Notebook(LESSON)
    notebook.begin(4)
    assert notebook.reasons == {1: "for torch", 2: "for x"}
    notebook.run, said = 1, []
    for number in (1, 2, 4):
        notebook.apply(events.CellStarted(1, 1, number, number < 4))
        because = notebook.reasons.get(notebook.running_before or 0, "")
        said.append(words.state(notebook, 30.0, None, warm=True, because=because).doing)
        notebook.apply(events.CellFinished(1, 1, number, "ok", 0.1, replayed=number < 4))
    assert said == ["▶ first cell 1, for torch", "▶ first cell 2, for x", "▶ running"]


def test_an_edit_changes_what_is_needed() -> None:
    notebook = Notebook(LESSON)
    notebook.edit(3, "x = x + 1")
    notebook.begin(4)
    assert list(notebook.reasons) == [1, 2, 3]


def test_what_cannot_be_followed_needs_all_above_it() -> None:
    notebook = Notebook(LESSON)
    notebook.edit(4, "x = " + "+".join(["1"] * 900))
    assert list(notebook.needed(4)) == [1, 2, 3]


def test_while_torch_starts_nothing_is_called_ready() -> None:
    notebook = Notebook(LESSON)
    assert words.state(notebook, 30.0, None, warm=False).doing == "starting torch…"
    assert words.state(notebook, 30.0, None, warm=True).doing == "ready"
