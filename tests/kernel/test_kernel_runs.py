"""What a run shows, what it keeps, and what it runs again."""

from __future__ import annotations

from pathlib import Path

import pytest
from kernel_talk import Line, Talk

from tutor.kernel.protocol.events import CellFinished, CellStarted, Output, Shown
from tutor.kernel.protocol.message_bases import Limits
from tutor.kernel.session.session import DEEP
from tutor.views.values.data import TensorView, TextView

pytestmark = pytest.mark.asyncio(loop_scope="session")

CONTROL = "from tutor import live\nrate = live.slider('rate', 0.1, low=0.0, high=1.0)\nprint('made')"


async def test_the_value_of_the_last_expression_is_shown(talk: Talk) -> None:
    seen = await talk.run("a = 20\na + 22")
    assert seen.shown() == TextView("42", "int")


async def test_a_tensor_is_shown_as_what_it_is(talk: Talk) -> None:
    seen = await talk.run("import torch\n(torch.ones(2, 3, requires_grad=True) * 2)")
    view = seen.shown()
    assert isinstance(view, TensorView)
    assert (view.shape, view.dtype, view.device, view.requires_grad) == ((2, 3), "float32", "cpu", True)
    assert view.grad_fn.startswith("MulBackward")
    assert "2., 2., 2." in view.text


async def test_none_is_not_shown(talk: Talk) -> None:
    seen = await talk.run("print('x')")
    assert seen.of(Shown) == []


async def test_a_huge_tensor_is_summarized(talk: Talk) -> None:
    seen = await talk.run("import torch\ntorch.zeros(1).expand(40_000, 25_000)")
    view = seen.shown()
    assert isinstance(view, TensorView)
    assert view.shape == (40_000, 25_000)
    assert "..." in view.text
    assert len(view.text) < 2_000


async def test_a_repr_that_raises_is_survived(talk: Talk) -> None:
    seen = await talk.run("class A:\n    def __repr__(self): raise ValueError('no')\nA()")
    assert seen.status == "ok"
    assert "ValueError" in seen.text()


async def test_a_long_list_is_shortened(talk: Talk) -> None:
    seen = await talk.run("list(range(1_000_000))")
    assert len(seen.text()) < 20_000


async def test_prints_come_before_the_value_and_before_the_end(talk: Talk) -> None:
    seen = await talk.run("import sys, os\nprint('out')\nsys.stderr.write('err')\nos.write(1, b'raw\\n')\n1")
    kinds = [type(message) for message in seen.messages if isinstance(message, CellStarted | Output | Shown)]
    assert kinds[0] is CellStarted
    assert Output in kinds[: kinds.index(Shown)]
    assert seen.output() == "out\nraw\n"
    assert seen.output("stderr") == "err"


async def test_prints_and_values_come_in_the_order_of_the_cell(talk: Talk) -> None:
    source = "from tutor import live\nimport sys\n" + "".join(
        f"print('line {n}')\nlive.show({n}, name='v{n}')\nprint('é', {n}, file=sys.stderr)\n" for n in range(60)
    )
    seen = await talk.run(source + "print('last')")
    said: list[str] = []
    for message in seen.messages:
        if isinstance(message, Shown):
            said.append(message.name)
        elif isinstance(message, Output):
            said += message.text.split("\n")[:-1]
    wanted = [word for n in range(60) for word in (f"line {n}", f"v{n}", f"é {n}")]
    assert [word for word in said if not word.startswith("é")] == [
        word for word in (*wanted, "last") if not word.startswith("é")
    ]
    for n in range(60):
        assert said.index(f"v{n}") < said.index(f"é {n}")


async def test_text_that_was_not_counted_is_passed_on_all_the_same(talk: Talk) -> None:
    source = "import os\nfrom tutor import live\nos.write(1, b'raw ' * 100)\nlive.show(1, name='a')\nprint('end')"
    assert (await talk.run(source)).output() == "raw " * 100 + "end\n"


async def test_bytes_that_are_no_text_are_replaced(talk: Talk) -> None:
    seen = await talk.run("import os\nos.write(1, b'a\\xffb \\x00 \\x1b[31m[/red]')")
    assert seen.output() == "a\ufffdb \x00 \x1b[31m[/red]"


@pytest.mark.bare
async def test_output_of_compiled_code_and_of_subprocesses_is_caught(talk: Talk) -> None:
    seen = await talk.run(
        "import ctypes, subprocess\nctypes.CDLL(None).puts(b'from C')\nsubprocess.run(['echo', 'from a child'])\nNone"
    )
    assert sorted(seen.output().split("\n")) == ["", "from C", "from a child"]


async def test_cells_share_a_main_module(talk: Talk) -> None:
    seen = await talk.run(
        "class Net:\n    pass\ndef double(x):\n    return 2 * x",
        "import inspect, pickle, __main__\n"
        "assert type(pickle.loads(pickle.dumps(Net()))) is Net and __main__.double is double\n"
        "print(__name__, inspect.getsource(double).strip())",
    )
    assert seen.status == "ok"
    assert seen.output() == "__main__ def double(x):\n    return 2 * x\n"


async def test_a_future_import_holds_for_the_cells_below(talk: Talk) -> None:
    seen = await talk.run("from __future__ import annotations", "def f(x: Unknown): pass\nf.__annotations__['x']")
    assert seen.text() == "'Unknown'"


async def test_only_the_last_cell_is_run_again(talk: Talk) -> None:
    first = await talk.run("print('one')", "print('two')", "print('three')")
    again = await talk.run("print('one')", "print('two')", "print('three')")
    assert (first.ran, again.ran) == ([1, 2, 3], [3])
    assert [message.replayed for message in first.of(CellFinished)] == [True, True, False]
    assert again.output() == "three\n"


@pytest.mark.bare
async def test_an_edited_cell_runs_again_with_what_follows_it(talk: Talk, forks: bool) -> None:
    await talk.run("a = 1", "b = a + 1", "c = b + 1", "c")
    seen = await talk.run("a = 1", "b = a + 10", "c = b + 1", "c")
    assert seen.ran == ([2, 3, 4] if forks else [1, 2, 3, 4])
    assert seen.text() == "12"


async def test_a_cell_above_sees_nothing_of_those_below(talk: Talk) -> None:
    await talk.run("a = [1]", "a.append(2)", "a")
    seen = await talk.run("a = [1]", "a")
    assert seen.text() == "[1]"


async def test_a_changed_control_runs_again_the_cells_that_read_it(talk: Talk) -> None:
    cells = CONTROL, "x = 1", "y = rate.value", "y"
    first = await talk.run(*cells)
    other = await talk.run(*cells, controls={"rate": 0.5})
    back = await talk.run(*cells)
    same = await talk.run(*cells, controls={"rate": 0.1})
    assert [seen.ran for seen in (first, other, back, same)] == [[1, 2, 3, 4], [3, 4], [3, 4], [4]]
    assert [seen.text() for seen in (first, other, back, same)] == ["0.1", "0.5", "0.1", "0.1"]


async def test_the_controls_that_a_cell_read_are_told(talk: Talk) -> None:
    seen = await talk.run(CONTROL, "rate.value", controls={"rate": 0.25})
    assert [message.used for message in seen.of(CellFinished)] == [{}, {"rate": 0.25}]


async def test_the_same_seed_gives_the_same_numbers(line: Line, talk: Talk) -> None:
    draw = "import random, numpy, torch\n(random.random(), float(numpy.random.rand()), float(torch.rand(1)))"
    other = line.talk(seed=1)
    texts = [(await one.run(draw)).text() for one in (talk, talk, line.talk(), other)]
    assert texts[0] == texts[1] == texts[2] != texts[3]


async def test_a_failed_cell_leaves_what_stood_before(talk: Talk) -> None:
    await talk.run("a = [1]", "a")
    failed = await talk.run("a = [1]", "a.append(2)\n1 / 0")
    seen = await talk.run("a = [1]", "a")
    assert (failed.status, failed.ran) == ("error", [2])
    assert (seen.ran, seen.text()) == ([2], "[1]")


async def test_a_failing_cell_above_ends_the_run(talk: Talk) -> None:
    seen = await talk.run("1 / 0", "print('never')")
    assert (seen.status, seen.ran, seen.output()) == ("error", [1], "")
    assert seen.of(CellFinished)[0].replayed


async def test_a_new_run_takes_the_place_of_the_one_under_way(talk: Talk) -> None:
    first = talk.start("print('on')\nwhile True: pass")
    await talk.until(Output)
    seen = await talk.run("2")
    ends = {message.run: message.status for message in seen.of(CellFinished)}
    assert ends[first] == "interrupted"
    assert seen.text() == "2"


async def test_two_sessions_know_nothing_of_one_another(line: Line, talk: Talk) -> None:
    other = line.talk()
    await talk.run("import os\nopen('here', 'w').close()\na = 1")
    seen = await other.run("import os\n(os.listdir(), 'a' in globals())")
    assert seen.text() == "([], False)"


async def test_a_cell_that_computed_in_many_threads_is_kept_as_a_snapshot_too(talk: Talk) -> None:
    many = (
        "import os, torch\nfrom tutor.system import openmp\ntorch.set_num_threads(2)\na = torch.rand(600, 600)\n"
        "(a @ a, torch.rand(3_000_000).exp())\nprint(len(os.listdir('/proc/self/task')) > 1, openmp.can_rest())"
    )
    below = "b = (a @ a).sum() + torch.rand(3_000_000).exp().sum()\nb.isfinite().item()"
    first = await talk.run(many, below)
    threads, can_rest = first.output().split()
    assert threads == "True"
    again = await talk.run(many, below)
    assert again.ran == ([2] if can_rest == "True" else [1, 2])
    assert again.shown() == TextView("True", "bool")


async def test_a_cell_with_a_live_thread_is_followed_in_the_same_process(talk: Talk) -> None:
    thread = (
        "import os, threading\nstop = threading.Event()\n"
        "threading.Thread(target=stop.wait, daemon=True).start()\nhome = os.getpid()"
    )
    first = await talk.run(thread, "os.getpid() == home", "a = 1\nos.getpid() == home")
    again = await talk.run(thread, "os.getpid() == home", "'a' in globals()")
    assert first.text() == "True"
    assert (again.ran, again.text()) == ([1, 2, 3], "False")


async def test_a_large_cell_and_a_large_output_pass(line: Line) -> None:
    talk = line.talk(limits=Limits(output=8_000_000))
    seen = await talk.run(f"text = '{'x' * 3_000_000}'", "print(text)\nprint(text)")
    assert len(seen.output()) == 6_000_002
    talk.session.close()


async def test_only_what_is_needed_is_run_and_what_stands_is_left_standing(talk: Talk) -> None:
    cells = ["a = 1", "b = 2", "a + 10", "sorted(name for name in ('a', 'b') if name in globals())"]
    late = await talk.run(*cells[:3], needed=[1])
    assert (late.ran, late.text()) == ([1, 3], "11")
    second = await talk.run(*cells[:2], needed=[])
    assert second.ran == [2]
    again = await talk.run(*cells[:3], needed=[1])
    assert (again.ran, again.text()) == ([3], "11")
    whole = await talk.run(*cells, needed=[1, 2, 3])
    assert (whole.ran, whole.text()) == ([4], "['a', 'b']")


async def test_a_cell_that_was_left_out_is_run_before_what_needs_it_and_what_came_after_it_again(talk: Talk) -> None:
    cells = ["a = [1]", "a.append(2)", "c = 3", "a, c"]
    alone = await talk.run(*cells[:3], needed=[])
    assert alone.ran == [3]
    whole = await talk.run(*cells, needed=[1, 2, 3])
    assert (whole.ran, whole.text()) == ([1, 2, 3, 4], "([1, 2], 3)")
    edited = await talk.run("a = [5]", *cells[1:], needed=[1, 2, 3])
    assert (edited.ran, edited.text()) == ([1, 2, 3, 4], "([5, 2], 3)")


async def test_quick_cells_on_many_snapshots_share_a_process_and_what_is_changed_there_is_run_again(talk: Talk) -> None:
    """Each process stands on those before it, and a system that forks so deep a one takes long."""
    sources = ["import os\nx = 0", *["x += 1\nprint(os.getpid())"] * (DEEP + 20), "x"]
    seen = await talk.run(*sources)
    assert seen.text() == str(DEEP + 20)
    assert len(set(seen.output().split())) == DEEP - 1  # the first cell has one, too
    changed = [*sources[:-6], "x += 100", *sources[-5:]]
    again = await talk.run(*changed)
    assert again.text() == str(DEEP + 119)
    assert again.ran[0] == DEEP  # the cells in the last process, and no others
    failed = await talk.run(*sources[:-6], "x += 1\n1 / 0", *sources[-5:])
    assert failed.status == "error"
    assert (await talk.run(*sources)).text() == str(DEEP + 20)


async def test_what_takes_long_gets_a_snapshot_however_many_there_are(talk: Talk) -> None:
    sources = ["import os", *["print(os.getpid())"] * (DEEP + 5)]
    sources[DEEP] = "from tutor.kernel.session import session\nsession.WORTH = 0.0  # so each cell takes long"
    seen = await talk.run(*sources)
    assert len(set(seen.output().split())) == DEEP - 1 + 5


@pytest.mark.parametrize(
    ("code", "status"), [("None", "ok"), ("0", "ok"), ("1", "error"), ("torch.ones(2)", "error"), ("'why'", "error")]
)
async def test_a_program_ends_in_good_order_whatever_its_main_returns(
    line: Line, tmp_path: Path, code: str, status: str
) -> None:
    talk = line.talk(file=str(tmp_path / "main.py"))
    seen = await talk.run(f"import sys, torch\nsys.exit({code})")
    assert seen.status == status
    assert [one.exits for one in seen.of(CellFinished)] == [status == "ok"]
    assert status == "ok" or seen.failure.kind == "SystemExit"
    talk.session.close()
