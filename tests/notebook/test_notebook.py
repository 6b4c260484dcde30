"""What a notebook makes of edits, controls and the kernel's events."""

from __future__ import annotations

from pathlib import Path

import pytest

from tutor.course.controls import CellNames, names
from tutor.course.model import Code, Lesson, Screen, Slider
from tutor.kernel.protocol import events, requests
from tutor.ui.lesson import notebook as notebook_module
from tutor.ui.lesson import words
from tutor.ui.lesson.notebook import MAX_GHOSTS, Notebook
from tutor.ui.lesson.past import labels_of
from tutor.ui.lesson.scene import scene_of
from tutor.ui.lesson.whole_text import whole
from tutor.ui.stage.panels import CurvesPanel, Viewpoint
from tutor.views.fit.data import FitView
from tutor.views.kinds import View
from tutor.views.packing import pack
from tutor.views.scalar import Scalar
from tutor.views.values.data import TextView

CELLS = ("a = 1", "b = a", "train(rate)")
LESSON = Lesson(
    "tiny",
    "Tiny",
    Path("tiny/lesson.py"),
    screens=(Screen("One", tuple(Code(n, source, 10 * n) for n, source in enumerate(CELLS, 1))),),
    controls=(Slider("rate", 0.1, 0.01, 1.0),),
)


def ran(notebook: Notebook, number: int, *, run: int = 1, used: dict[int, dict[str, Scalar]] | None = None) -> None:
    """Cell `number` was run and ended well, with those above it; `used` are the controls that each of them read."""
    cells = notebook.begin(number)
    notebook.run = run
    for cell in cells:
        replayed = cell.number != number
        notebook.apply(events.CellStarted(1, run, cell.number, replayed))
        own = (used or {}).get(cell.number, {})
        notebook.apply(events.CellFinished(1, run, cell.number, "ok", 0.1, used=own, replayed=replayed))
    notebook.apply(events.RunFinished(1, run, "ok", 0.1))


def train(notebook: Notebook, run: int, losses: list[float], rate: float = 0.1) -> None:
    """Cell 3 trained and reported these losses."""
    notebook.set_control("rate", rate)
    notebook.begin(3)
    notebook.run = run
    notebook.apply(events.CellStarted(1, run, 3))
    steps = events.Steps(1, run, 3, ("loss",), pack(range(len(losses))), (pack(losses),))
    notebook.apply(steps)
    notebook.apply(events.CellFinished(1, run, 3, "ok", 0.1, used={"rate": rate}))
    notebook.apply(events.RunFinished(1, run, "ok", 0.1))


def stale(notebook: Notebook) -> list[int]:
    return [cell.number for cell in notebook.cells if notebook.stale(cell)]


def test_a_cell_that_runs_only_because_a_later_one_needs_it_is_said_to_come_first() -> None:
    notebook = Notebook(LESSON)
    assert notebook.running_before is None
    notebook.begin(3)
    notebook.run = 1
    said = []
    for number in (1, 2, 3):
        notebook.apply(events.CellStarted(1, 1, number, number < 3))
        said.append((notebook.running_before, words.state(notebook, 30.0, None, warm=True)))
        notebook.apply(events.CellFinished(1, 1, number, "ok", 0.1, used={}, replayed=number < 3))
    assert [before for before, _ in said] == [1, 2, None]
    assert [state.doing for _, state in said] == ["▶ first cell 1", "▶ first cell 2", "▶ running"]


def test_an_edit_makes_the_cell_and_what_follows_stale() -> None:
    notebook = Notebook(LESSON)
    ran(notebook, 3)
    assert stale(notebook) == []
    notebook.edit(2, "b = a + 1")
    assert stale(notebook) == [2, 3]
    notebook.edit(2, CELLS[1])
    assert stale(notebook) == []


def test_a_cell_that_never_ran_is_not_stale() -> None:
    notebook = Notebook(LESSON)
    ran(notebook, 1)
    notebook.edit(1, "a = 2")
    assert stale(notebook) == [1]


def test_a_moved_control_makes_stale_what_used_it_and_what_follows() -> None:
    notebook = Notebook(LESSON)
    ran(notebook, 2, used={1: {"rate": 0.1}})
    notebook.set_control("rate", 0.5)
    assert stale(notebook) == [1, 2]
    ran(notebook, 2, run=2, used={1: {"rate": 0.5}})
    assert stale(notebook) == []


@pytest.mark.parametrize("value", [0.001, 2.0, float("nan"), "fast"])
def test_a_control_refuses_what_is_not_its_own(value: Scalar) -> None:
    notebook = Notebook(LESSON)
    with pytest.raises(ValueError, match=r"Rate goes from 0.01 to 1; .* is outside"):
        notebook.set_control("rate", value)
    assert notebook.controls == {"rate": 0.1}


def test_kept_edits_and_controls_come_back_but_not_those_out_of_range() -> None:
    notebook = Notebook(LESSON, {2: "mine"}, {"rate": 0.5})
    assert (notebook[2].source, notebook[2].edited, notebook.controls) == ("mine", True, {"rate": 0.5})
    assert Notebook(LESSON, {}, {"rate": 7.0, "gone": 1}).controls == {"rate": 0.1}


def test_events_of_an_older_run_are_ignored() -> None:
    notebook = Notebook(LESSON)
    notebook.begin(1)
    notebook.run = 2
    assert notebook.apply(events.Output(1, 1, 1, "stdout", "old")) is None
    assert not notebook[1].transcript


def test_the_cells_sent_carry_their_place_in_the_file() -> None:
    cells = Notebook(LESSON).begin(2)
    assert cells == (
        requests.Cell(1, "a = 1", "tiny/lesson.py", 10),
        requests.Cell(2, "b = a", "tiny/lesson.py", 20),
    )


def test_a_new_training_makes_the_one_before_a_ghost() -> None:
    notebook = Notebook(LESSON)
    train(notebook, 1, [4, 2], rate=0.1)
    train(notebook, 2, [4, 1], rate=0.5)
    (ghost,) = notebook[3].ghosts
    assert ghost.controls == {"rate": 0.1}
    assert list(ghost.history.series("loss")[1]) == [4, 2]
    training = notebook[3].training
    assert training is not None
    assert list(training.history.series("loss")[1]) == [4, 1]


def test_the_same_training_twice_leaves_one_ghost() -> None:
    notebook = Notebook(LESSON)
    for run in range(1, 5):
        train(notebook, run, [4, 2])
    assert len(notebook[3].ghosts) == 1


def test_ghosts_are_bounded() -> None:
    notebook = Notebook(LESSON)
    for run in range(1, 30):
        train(notebook, run, [4, 2], rate=run / 30)
    assert len(notebook[3].ghosts) == MAX_GHOSTS


def test_a_control_moved_on_the_way_is_known_by_the_step_that_first_used_it() -> None:
    notebook = Notebook(LESSON)
    notebook.begin(3)
    notebook.run = 1
    notebook.apply(events.CellStarted(1, 1, 3))
    notebook.apply(events.ControlUsed(1, 1, 3, "rate", 0.5, 40))
    training = notebook[3].training
    assert training is not None
    assert [training.control_at("rate", step) for step in (0, 39, 40, 90)] == [0.1, 0.1, 0.5, 0.5]
    assert training.changed


def test_a_failed_cell_above_leaves_the_target_unrun() -> None:
    notebook = Notebook(LESSON)
    notebook.begin(3)
    notebook.run = 1
    notebook.apply(events.CellStarted(1, 1, 1, True))
    failure = events.Failure("NameError: name 'x' is not defined", "NameError", 1)
    notebook.apply(events.CellFinished(1, 1, 1, "error", 0.1, failure, replayed=True))
    notebook.apply(events.RunFinished(1, 1, "error", 0.1))
    assert (notebook[1].phase, notebook[1].failure) == ("error", failure)
    assert notebook[3].phase == "error"
    assert not notebook.busy


def test_a_cell_that_never_began_says_which_cell_it_waited_for_and_where_that_stands() -> None:
    notebook = Notebook(LESSON)
    notebook.begin(3)
    notebook.run = 1
    notebook.apply(events.CellFinished(1, 1, 2, "error", 0.1, events.Failure("NameError: x"), replayed=True))
    notebook.apply(events.RunFinished(1, 1, "error", 0.1))
    failure = notebook[3].failure
    assert failure is not None
    assert failure.message == ("This cell did not run. It needs cell 2, which did not finish: NameError: x")
    assert failure.explanation == "Cell 2 is on screen 1, One."
    ran(notebook, 3, run=2)
    assert notebook[3].failure is None


def test_a_lost_kernel_ends_what_ran_and_says_why() -> None:
    notebook = Notebook(LESSON)
    ran(notebook, 1)
    notebook.begin(2)
    notebook.abandon("killed", "the line dropped")
    assert (notebook[1].phase, notebook[2].phase, notebook.busy) == ("ok", "killed", False)
    assert notebook[2].failure is not None
    assert notebook[2].failure.message == "the line dropped"


FIT = FitView(pack([1.0]), pack([2.0]), "w", "b")


def show(notebook: Notebook, run: int, *names: str, source: str | None = None) -> dict[str, View]:
    """Cell 3 runs and shows these; the views that stood as it began."""
    if source is not None:
        notebook.edit(3, source)
    notebook.begin(3)
    notebook.run = run
    notebook.apply(events.CellStarted(1, run, 3))
    before = dict(notebook[3].views)
    for name in names:
        notebook.apply(events.Shown(1, run, 3, name, FIT))
    notebook.apply(events.CellFinished(1, run, 3, "ok", 0.1))
    return before


def test_a_drawing_of_the_same_text_stands_until_it_is_drawn_anew() -> None:
    notebook = Notebook(LESSON)
    show(notebook, 1, "data", "other")
    assert list(show(notebook, 2, "data")) == ["data", "other"]
    assert list(notebook[3].views) == ["data"]


def test_a_drawing_of_another_text_is_gone_when_the_cell_starts() -> None:
    notebook = Notebook(LESSON)
    show(notebook, 1, "data")
    assert show(notebook, 2, "data", source="train(rate) # anew") == {}


@pytest.mark.parametrize("status", ["interrupted", "error"])
def test_a_cell_that_was_stopped_before_it_began_has_not_changed(status: events.Status) -> None:
    notebook = Notebook(LESSON)
    notebook.begin(2)
    notebook.run = 1
    notebook.apply(events.RunFinished(1, 1, status, 0.1))
    assert notebook[2].phase == status
    assert stale(notebook) == []


def test_a_cell_whose_kernel_was_lost_before_it_began_has_not_changed() -> None:
    notebook = Notebook(LESSON)
    notebook.begin(2)
    notebook.abandon("killed", "The kernel ended.")
    assert stale(notebook) == []


def test_a_moved_control_leaves_alone_what_does_not_need_the_cell_that_used_it() -> None:
    cells = tuple(Code(n, source, n) for n, source in enumerate(("x = rate.value", "y = 1", "z = x"), 1))
    notebook = Notebook(Lesson("tiny", "Tiny", LESSON.path, screens=(Screen("One", cells),), controls=LESSON.controls))
    ran(notebook, 1, used={1: {"rate": 0.1}})
    for number, needed in ((2, ()), (3, (1,))):
        notebook.begin(number)
        notebook.run = number
        for place in (*needed, number):
            used: dict[str, Scalar] = {"rate": 0.1} if place == 1 else {}
            notebook.apply(events.CellStarted(1, number, place, place < number))
            notebook.apply(events.CellFinished(1, number, place, "ok", 0.1, used=used, replayed=place < number))
        notebook.apply(events.RunFinished(1, number, "ok", 0.1))
    notebook.set_control("rate", 0.5)
    assert stale(notebook) == [1, 3]


def controls_of(*cells: str, controls: tuple[str, ...] = ("momentum", "steps")) -> list[list[str]]:
    """The controls that each of these cells uses."""
    code = tuple(Code(n, source, n) for n, source in enumerate(cells, 1))
    sliders = tuple(Slider(name, 1.0, 0.0, 2.0) for name in controls)
    notebook = Notebook(Lesson("l", "L", Path("l/lesson.py"), screens=(Screen("", code),), controls=sliders))
    return [notebook.mentioned([cell]) for cell in notebook.cells]


def test_a_control_is_used_where_its_variable_is() -> None:
    made = 'momentum = live.slider("momentum", 1.0, low=0.0, high=2.0)'
    count = 'count = live.slider("steps", 1, low=0, high=2)'
    assert controls_of(made, count, "for _ in live.steps(count):\n    f(momentum.value)") == [
        ["momentum"],
        ["steps"],
        ["momentum", "steps"],
    ]


def test_a_control_is_not_used_where_only_its_word_is() -> None:
    made = 'momentum = live.slider("momentum", 1.0, low=0.0, high=2.0)\nn = live.slider("steps", 1, low=0, high=2)'
    assert controls_of(made, "torch.optim.SGD(ps, lr=1, momentum=0.9)", 'print(f"{k} steps", group["momentum"])') == [
        ["momentum", "steps"],
        [],
        [],
    ]


def test_a_control_is_not_used_where_a_function_calls_something_of_its_own_so() -> None:
    made = 'n = live.slider("steps", 1, low=0, high=2)'
    own = (
        "def f(n):\n    return n + 1",
        "f = lambda n: n + 1",
        "def f():\n    n = 1\n    return n",
        "class A:\n    def f(self, n):\n        self.n = n",
    )
    the_lesson_s = (
        "def f(m):\n    return n.value + m",
        "def f(m=n.value):\n    return m",
        "def f():\n    def g():\n        return n.value\n    return g",
        "class A:\n    size = n.value",
        "f = lambda m: m + n.value",
        "[m * n.value for m in range(3)]",
        "def f(n):\n    return n + 1\nf(n.value)",
    )
    assert controls_of(made, *own, controls=("steps",)) == [["steps"], *([] for _ in own)]
    assert controls_of(made, *the_lesson_s, controls=("steps",)) == [["steps"], *(["steps"] for _ in the_lesson_s)]


def test_while_a_cell_is_no_python_every_word_in_it_counts() -> None:
    assert controls_of('m = live.slider("momentum", 1.0, low=0.0, high=2.0)', "f(m.value", "f(x.m") == [
        ["momentum"],
        ["momentum"],
        [],
    ]


def test_where_a_value_was_shown_among_the_lines_is_known() -> None:
    notebook = Notebook(LESSON)
    notebook.begin(1)
    notebook.run = 1
    one = TextView("1", "int")
    notebook.apply(events.CellStarted(1, 1, 1))
    for message in (
        events.Output(1, 1, 1, "stdout", "a\nb\n"),
        events.Shown(1, 1, 1, "x", one),
        events.Output(1, 1, 1, "stdout", "c\n"),
        events.Shown(1, 1, 1, "", one),
    ):
        notebook.apply(message)
    assert notebook[1].places == {"x": 2, "": 3}
    assert whole(notebook[1]).split("\n") == ["a", "b", "", "x", "1", "", "c", "", "value", "1"]


LOOPS = "def train(n):\n    for _ in live.steps(n):\n        live.report(loss=1, **rest)\n"


@pytest.mark.parametrize(
    ("cells", "steps", "reports"),
    [
        (["a = 1"], False, set()),
        (["print('live.steps', 'report(loss=1)')"], False, set()),
        (["# for _ in live.steps(3): live.report(loss=1)"], False, set()),
        (["for _ in live.steps (300):\n    live.report(\n        ms=f(x), loss=loss)"], True, {"loss", "ms"}),
        ([LOOPS], False, set()),
        ([LOOPS, "train(5)"], True, {"loss"}),
        ([LOOPS, "def twice(): train(1); train(2)", "twice()"], True, {"loss"}),
        ([LOOPS, "untrained(5)"], False, set()),
        (["for _ in live.steps(3:"], False, set()),
    ],
)
def test_what_a_cell_can_do_is_read_from_its_syntax_tree_and_from_the_functions_that_it_calls(
    cells: list[str], steps: bool, reports: set[str]
) -> None:
    screen = Screen("One", tuple(Code(n, source, 1) for n, source in enumerate(cells, 1)))
    notebook = Notebook(Lesson("l", "L", Path("l/lesson.py"), screens=(screen,)))
    does = notebook.does(notebook[len(cells)])
    assert (does.steps, set(does.reports)) == (steps, reports)


def test_the_length_of_a_loop_is_known_before_its_first_step_and_is_that_of_the_longest() -> None:
    notebook = Notebook(LESSON)
    notebook.begin(3)
    notebook.run = 1
    notebook.apply(events.CellStarted(1, 1, 3))
    training = notebook[3].training
    assert training is not None
    assert training.steps is None
    notebook.apply(events.Loop(1, 1, 3, 0, 300))
    assert training.steps == 300
    notebook.apply(events.Loop(1, 1, 3, 0, 20))
    assert training.steps == 300


def test_a_program_is_the_cells_that_were_run_as_they_were_sent_and_the_controls_are_theirs() -> None:
    lesson = Lesson(
        "tiny",
        "Tiny",
        Path("tiny/lesson.py"),
        screens=(Screen("One", tuple(Code(n, text, n) for n, text in enumerate(("a = 1\n\n", "b = 2", "a"), 1))),),
        controls=(Slider("rate", 0.1, 0.01, 1.0), Slider("other", 0.1, 0.01, 1.0)),
    )
    notebook = Notebook(lesson)
    ran(notebook, 2, used={1: {"rate": 0.1}, 2: {"other": 0.2}})
    notebook.edit(1, "a = 5")
    notebook.begin(3)
    notebook.run = 2
    notebook.edit(1, "a = 6")  # typed while it runs
    notebook.apply(events.CellStarted(1, 2, 3))
    notebook.apply(events.Reached(1, 2, 3, "five"))
    notebook.apply(events.CellFinished(1, 2, 3, "ok", 0.1))
    assert notebook[3].reached == "five"
    assert notebook.program(3) == "# %%\na = 5\n\n# %%\na\n"
    assert notebook.read_by(3) == {"rate": 0.1}
    notebook.begin(3)
    notebook.run = 3
    notebook.apply(events.Reached(1, 2, 3, "of an older run"))
    assert notebook[3].reached == "five"
    notebook.apply(events.CellStarted(1, 3, 3))
    assert notebook[3].reached == "", "a run that does not say so has not reached it"


def test_what_a_cell_waits_for_is_known_while_it_waits_and_not_of_the_run_before() -> None:
    notebook = Notebook(LESSON)
    notebook.begin(3)
    notebook.run = 1
    notebook.apply(events.CellStarted(1, 1, 3))
    seen = []
    for what in ("compiling", "", "compiling"):
        notebook.apply(events.Awaited(1, 1, 3, what))
        seen.append(notebook[3].awaits)
    assert seen == ["compiling", "", "compiling"]
    train(notebook, 2, [1.0])
    assert notebook[3].awaits == ""


def test_runs_of_two_devices_lie_beside_one_another_and_say_where_they_were() -> None:
    notebook = Notebook(LESSON)
    for run, device in enumerate(("cpu", "cuda:0"), 1):
        notebook.device = device
        train(notebook, run, [3.0, 2.0])
    cell = notebook[3]
    assert [ghost.device for ghost in cell.ghosts] == ["cpu"]
    scene = scene_of(notebook, [cell], Viewpoint())
    (curves,) = [panel for panel in scene.panels.values() if isinstance(panel, CurvesPanel)]
    assert [series.label for series in curves.series] == ["cpu 0.1", "cuda:0 0.1"]
    for one in (*cell.ghosts, cell.training):
        one.controls = {}
    assert labels_of(cell.ghosts, cell.training) == ["cpu", "cuda:0"]


def test_the_same_run_on_another_device_is_another_run_and_stays() -> None:
    notebook = Notebook(LESSON)
    for run, device in enumerate(("cpu", "cuda:0", "cpu"), 1):
        notebook.device = device
        train(notebook, run, [3.0, 2.0])
    train(notebook, 4, [3.0, 2.0])
    assert [ghost.device for ghost in notebook[3].ghosts] == ["cuda:0", "cpu"]


def test_of_hundreds_of_cells_above_only_those_that_make_functions_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def counted(source: str) -> CellNames:
        read.append(source)
        return names(source)

    monkeypatch.setattr(notebook_module, "names", counted)
    sources = [*(f"x{n} = {n}" for n in range(500)), "def fit():\n    for _ in live.steps(9):\n        pass", "fit()"]
    cells = tuple(Code(n, source, n) for n, source in enumerate(sources, 1))
    notebook = Notebook(Lesson("long", "Long", Path("long/lesson.py"), screens=(Screen("One", cells),)))
    assert notebook.does(notebook[len(sources)]).steps
    assert read == sources[-2:]
