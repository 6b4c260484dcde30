"""Which cells a cell needs: what its names lead to, and in doubt all of them."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from tutor.course.calm import THREADS_AT_FIRST
from tutor.course.catalogue import load_course
from tutor.course.needs import LATER, RANDOM, THREADS, UNCLEAR, needs
from tutor.kernel.host.warm import torch_itself

IMPORTS = (
    "import torch, numpy as np, os, random, time, warnings\nfrom torch import nn\nfrom torch.utils import benchmark\n"
    "import torch.nn.functional as F\nfrom tutor import live\nfrom concurrent.futures import ThreadPoolExecutor\n"
    "import torch.distributed as dist, runpy\nfrom pathlib import Path\nfrom functools import partial"
)
DATA = "x = torch.arange(10.0)\ny = 2 * x"
SEEDED = "torch.manual_seed(0)\nw = torch.randn(3)"
MODEL = "torch.manual_seed(1)\nmodel = nn.Linear(1, 1)\nsgd = torch.optim.SGD(model.parameters(), lr=0.1)"
TRAIN = (
    "for _ in live.steps(5):\n    loss = F.mse_loss(model(x.view(-1, 1)), y.view(-1, 1))\n"
    "    sgd.zero_grad()\n    loss.backward()\n    sgd.step()"
)
LINE = (
    "class Line(nn.Module):\n    def __init__(self, d):\n        super().__init__()\n"
    "        self.w = nn.Parameter(torch.zeros(d))\n    def forward(self, x):\n        return x @ self.w"
)
OWN = (
    "line = Line(1)\nown = torch.optim.SGD(line.parameters(), lr=0.1)\nfor _ in live.steps(9):\n"
    "    loss = F.mse_loss(line(x.view(-1, 1)), y)\n    own.zero_grad()\n    loss.backward()\n    own.step()"
)
HOLDER = (
    "class H:\n    def __init__(self, t):\n        self.t = t\n"
    "    def go(self):\n        own = self.t\n        own.zero_()"
)
BENCH = (
    "import time\ntimes = {}\nfor size in [4, 16]:\n    start = time.perf_counter()\n    x.sum()\n"
    "    times.setdefault('sum', []).append((size, time.perf_counter() - start))\nlive.compare('n', 's', times)"
)


ASIDES = (
    "try:\n    x.view(3)\nexcept RuntimeError as error:\n    print(error)",
    "try:\n    a = x.mean()\nexcept RuntimeError:\n    raise\nelse:\n    b = a\nfinally:\n    c = 1",
    "a = x + 1\ndel a",
    "print(torch.version.cuda, os.cpu_count(), hasattr(os, 'fork'), torch.get_num_threads())",
    "torch.accelerator.synchronize()",
    "print(dir(x), dir(torch.optim), dir(os), hasattr(x, 'grad'), getattr(x, 'grad'), vars(y))",
    "sorted(n for n, k in vars(torch.optim).items() if isinstance(k, type) and issubclass(k, object))",
    "with warnings.catch_warnings(record=True) as seen:\n    warnings.simplefilter('always')\n    print(x.sum())",
    "with ThreadPoolExecutor(2) as pool:\n    queued = pool.submit(time.perf_counter)\nprint(queued.result())",
    "benchmark.Timer('torch.sin(x)', globals={'torch': 1}).timeit(3)",
)
"""What leaves all that is there as it is."""


def needed(*cells: str) -> list[int]:
    """The cells that the last one needs, by number, the first being the imports."""
    return [place + 1 for place in needs((IMPORTS, *cells))]


def test_a_cell_needs_those_that_its_names_lead_to_and_no_other() -> None:
    assert needed(DATA, "a = 1", "b = a + 1", "unused = 3", "print(b)") == [3, 4]
    assert needs((IMPORTS, DATA, "torch.dot(x, y)")) == {0: "for torch", 1: "for x, y"}


@pytest.mark.parametrize(
    "aside", [BENCH, "print(x.mean())", "live.show(y, name='y')", "fig = np.sin(x.numpy())\nfig.max()", *ASIDES]
)
def test_what_only_looks_is_left_out(aside: str) -> None:
    assert needed(DATA, aside, "z = x + y") == [1, 2]


MADE = (
    "def made(width=4):\n    return nn.Sequential(nn.Linear(1, width), nn.ReLU())\n"
    "def prepared(where):\n    model = made(8).to(where)\n"
    "    return model, torch.optim.SGD(model.parameters(), lr=0.1)\n"
    "def epoch(model, own, where):\n    for a, b in zip(x.to(where).split(2), y.to(where).split(2)):\n"
    "        loss = F.mse_loss(model(a.view(-1, 1)).mean(1), b)\n"
    "        own.zero_grad()\n        loss.backward()\n        own.step()\n"
    "def stepped(own):\n    own.step()"
)
TRAINED = "torch.manual_seed(0)\ndevice = torch.device('cpu')\nmodel, own = prepared(device)\nepoch(model, own, device)"


def test_functions_that_train_what_they_are_given_change_that_and_no_data() -> None:
    assert needed(DATA, MADE, TRAINED, "print(x, y)") == [1, 2]
    assert needed(DATA, MADE, TRAINED, TRAINED) == [1, 2, 3]
    assert needed(DATA, MADE, TRAINED, "epoch(model, own, device)", "print(model)") == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    "trains",
    [
        "p = nn.Parameter(x)\nown = torch.optim.SGD([p], lr=0.1)\nown.step()",
        "stepped(torch.optim.SGD([nn.Parameter(x)], lr=0.1))",
        "p = x.detach().requires_grad_()\nown = torch.optim.SGD([p], lr=0.1)\nstepped(own)",
        "def kept(t):\n    same = t\n    return nn.Parameter(same)\np = kept(x)\nstepped(torch.optim.SGD([p]))",
    ],
)
def test_numbers_that_are_trained_themselves_are_changed(trains: str) -> None:
    assert 4 in needed(DATA, MADE, trains, "print(x)")


def test_what_is_only_moved_keeps_nothing_of_what_it_is_given() -> None:
    moves = "where = [torch.device('cpu')]\nlayer = nn.Linear(1, 1).to(where[0])\nlayer.weight.data.zero_()"
    assert needed(DATA, moves, "where = 1", "print(where)") == [4]
    assert needed(DATA, "layer = nn.Linear(1, 1)", "layer.to(torch.float64)", "print(layer.weight)") == [1, 3, 4]


def test_what_trains_a_model_of_its_own_is_left_out() -> None:
    assert needed(DATA, LINE, OWN, "print(x, Line)") == [1, 2, 3]
    assert needed(DATA, LINE, OWN, OWN) == [1, 2, 3]


def test_what_trains_the_model_that_is_used_is_needed() -> None:
    assert needs((IMPORTS, DATA, MODEL, TRAIN, "print(model.weight)"))[3] == "it changes model"
    assert needed(DATA, MODEL, TRAIN, "first = list(model.parameters())[0]", "print(first)") == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    "change",
    [
        "x += 1",
        "x[0] = 5",
        "x.add_(1)",
        "x.requires_grad_()",
        "x.data = y",
        "v = x.view(2, 5)\nv[0] = 0",
        "v = x\nv.zero_()",
        "torch.add(y, y, out=x)",
        "torch.relu_(x)",
        "np.copyto(x.numpy(), 0)",
        "x.resize_(3)",
        "def f(t):\n    t[0] = 1\nf(x)",
        "def f():\n    x[0] = 1\nf()",
        "(lambda t: t.zero_())(x)",
        "for v in [x]:\n    v.neg_()",
        "d = {}\nd['x'] = x\nd['x'].zero_()",
        "class C:\n    def go(self, t):\n        t.zero_()\nC().go(x)",
        "del x",
        "if y.sum() > 0:\n    x = y",
        "for x in y: pass",
        "with torch.no_grad():\n    x.mul_(2)",
        "print(x := y)",
        "def f():\n    global x\n    x = 1\nf()",
        "try:\n    x = 1\nfinally:\n    pass",
        "[v.zero_() for v in [x]]",
        f"{HOLDER}\nH(x).go()",
        f"{HOLDER}\nh = H(x)\nlist(map(h.go, []))",
        "empty = x.zero_\nempty()",
        "later = (v.zero_() for v in [x])\nlist(later)",
        "match y:\n    case x: pass",
        "try:\n    x.zero_()\nexcept RuntimeError:\n    pass",
        "try:\n    pass\nexcept RuntimeError:\n    x = 1",
        "try:\n    pass\nexcept RuntimeError as x:\n    pass",
        "try:\n    pass\nexcept* RuntimeError:\n    x = 1",
        "try:\n    raise RuntimeError\nexcept RuntimeError as error:\n    x[0] = 3",
        "try:\n    [x].at\nexcept AttributeError as error:\n    error.obj[0].zero_()",
        "v = {'x': x}\ndel v['x'][0]",
        "vars(x)['data'] = y",
        "getattr(x, 'zero_')()",
        "getattr(x, name)()",
        "name = 'zero_'\nempty = getattr(x, name)\nempty()",
        "empty = torch.relu_\nempty(x)",
        "with ThreadPoolExecutor(1) as pool:\n    pool.submit(x.zero_)",
        "def f():\n    x.zero_()\nwith ThreadPoolExecutor(1) as pool:\n    pool.submit(f)",
        "with ThreadPoolExecutor(1) as pool:\n    list(pool.map(lambda v: v.zero_(), [x]))",
        "with ThreadPoolExecutor(1, initializer=x.zero_):\n    pass",
        "with warnings.catch_warnings():\n    x = 1",
        "timer = benchmark.Timer('x.zero_()', globals={'x': x})\ntimer.timeit()",
        "import math as x",
        "class x: pass",
        "def x(): pass",
        "(x, a) = y[:2]",
        "held = [[x]]\nheld[0][0].zero_()",
        "held = [x]\nheld[0].append(1)",
    ],
)
def test_whatever_may_change_what_is_used_is_needed(change: str) -> None:
    assert needed(DATA, change, "print(x)")[-1] == 3


@pytest.mark.parametrize(
    "doubtful",
    [
        "exec('x = 1')",
        "globals()['x'] = 1",
        "from math import *",
        "torch.set_num_interop_threads(1)",
        "pool = ThreadPoolExecutor(1)\npool.submit(print)",
        "warnings.simplefilter('ignore')",
        "with warnings.catch_warnings():\n    f = warnings.simplefilter\nf('ignore')",
        "with warnings.catch_warnings():\n    def f():\n        warnings.simplefilter('ignore')\nf()",
        "dir()",
        "vars()",
        "look = dir",
        "vars(torch.optim)['SGD'] = None",
        "found = list(vars(torch.optim).values())",
        "list(map(print, (f(y) for f in vars(torch.optim).values())))",
        "getattr(torch, 'set_default_dtype')(torch.float64)",
        "(lambda: 0).__globals__['x'] = 1",
        "def f():\n    raise ValueError(x)\ntry:\n    f()\nexcept ValueError as error:\n    error.args[0].zero_()",
        "benchmark.Timer('import os; os.abort()')",
        "benchmark.Timer(text)",
        "torch.os.chdir('/')",
        "setattr(torch, 'pi', 3)",
        "torch.set_default_dtype(torch.float64)",
        "os.environ['A'] = 'b'",
        "torch.backends.cudnn.benchmark = True",
        "import a_library_that_nobody_knows",
        "np.random.rand(3)",
        "random.random()",
        "open('file', 'w')",
        "%matplotlib",
        "getattr(torch, name)(3)",
        "np.seterr(all='raise')",
        "a = = 1",
        "del np",
        "class C:\n    seen = []",
        "print(torch)",
        "os.chdir('/')",
        "torch.set_grad_enabled(False)",
        "input()",
    ],
)
def test_what_cannot_be_told_is_needed_with_all_before_it(doubtful: str) -> None:
    found = needs((IMPORTS, DATA, "a = 1", doubtful, "print(1)"))
    assert found[3] == UNCLEAR
    assert list(found) == [0, 1, 2, 3]


def test_a_cell_that_may_use_anything_needs_all() -> None:
    assert needed(DATA, "a = 1", "eval('a')") == [1, 2, 3]
    found = needs((IMPORTS, DATA, "a = 1", "eval('a')"))
    assert set(found.values()) == {LATER}, "it is not these cells that may do anything"


def test_in_the_lesson_on_optimizers_a_short_cell_waits_for_no_race() -> None:
    lesson = load_course(Path(__file__).parents[2] / "lessons").lesson("optimizers")
    assert lesson is not None
    sources = [cell.source for cell in lesson.cells]
    place = next(n for n, source in enumerate(sources) if "decaying = {" in source)
    assert list(needs(sources[: place + 1])) == [0], "the imports alone"


@pytest.mark.parametrize(
    "draw",
    [
        "torch.rand(3)",
        "nn.Linear(3, 3)",
        "a = torch.zeros(3).normal_()",
        "torch.randperm(3)",
        "F.dropout(x)",
        "def f():\n    return torch.rand(3)\nf()",
        "makers = [torch.rand]\nmakers[0](3)",
        "nn.init.normal_(torch.zeros(3))",
        "torch.utils.data.DataLoader([1, 2], shuffle=True)",
        "torch.seed",
        "torch.manual_seed(3)",
    ],
)
def test_random_numbers_depend_on_those_that_were_drawn_before(draw: str) -> None:
    found = needs((IMPORTS, DATA, draw, "torch.rand(2)"))
    assert found.get(2) in (RANDOM, UNCLEAR)


def test_a_cell_that_seeds_first_depends_on_no_random_number_before_it() -> None:
    assert needed("a = torch.rand(3)", SEEDED) == [1]
    assert needed("a = torch.rand(3)", "w = torch.rand(1)\ntorch.manual_seed(0)\nv = torch.rand(2)") == [1, 2]
    assert needed("a = torch.rand(3)", "if True:\n    torch.manual_seed(0)\nv = torch.rand(2)") == [1, 2]
    assert needed("a = torch.rand(3)", SEEDED, "b = torch.rand(3)", "torch.rand(1)") == [1, 3, 4]


def test_a_generator_of_ones_own_is_a_variable_like_any_other() -> None:
    made = "rng = np.random.default_rng(0)"
    assert needed(made, "a = rng.normal(size=3)", "b = rng.normal(size=3)") == [1, 2, 3]
    assert needed("a = np.random.default_rng(0).normal(size=3)", "torch.rand(3)") == [1]


def test_layers_that_keep_averages_change_when_they_are_called() -> None:
    norm = "torch.manual_seed(1)\nnorm = nn.BatchNorm1d(3)"
    assert needed(norm, "norm(torch.zeros(2, 3))", "print(norm.running_mean)") == [1, 2, 3]


def test_functions_lead_to_what_they_use_when_they_are_called() -> None:
    assert needed("def f():\n    return k", "k = 1", "f()") == [2, 3]
    assert needed("k = 1", "def f():\n    return k", "fs = [f]", "fs[0]()") == [2, 3, 4]


def test_a_name_that_cells_use_for_one_thing_after_another_leads_to_the_last() -> None:
    one = "n = [1]\nfor k in [1, 2]:\n    n.append(k)\nm = [n]"
    assert needed(one, "n = [2]\nm = [n]", "n = [3]\nfor k in [1]:\n    m = [k]\nm.append(n)") == []
    assert needed("chart = [1]", "chart = [x for x in [2]]\nchart[0] = 1", "chart = [3]", "chart") == [4]
    assert needed("a = [1]\nb = a", "a = [2]\na.append(3)", "b") == [2], "it is another a"
    assert needed("a = [1]\nb = a", "a.append(3)", "b") == [2, 3]


def test_a_variable_that_a_loop_may_have_given_a_value_is_one_or_the_other() -> None:
    loop = "for a in range(k):\n    b = a"
    assert needed("k = 3", "b = 1", loop, "b") == [2, 3, 4]
    assert needed("k = 3", "b = 1", loop) == [2], "what it was before is not read here"
    assert needed("k = 3", "b = [1]", "for a in range(k):\n    b = [a]", "b.append(1)", "b") == [2, 3, 4, 5]
    assert needed("k = 3", "b = [1]\nc = b", "for a in range(k):\n    b = [a]", "b.append(1)", "c") == [2, 3, 4, 5]
    assert needed("b = 1", "for a in [1, 2]:\n    b = a", "b") == [3], "this one goes round"
    assert needed("b = 1", "for a in [1, 2]:\n    if a > k:\n        break\n    b = a", "b") == [2, 3]


def test_names_in_what_is_looked_up_later_are_followed_whatever_they_were_then() -> None:
    assert needed("a = [1]", "later = (n for n in a)", "a = [2]", "list(later)")[:2] == [2, 3]
    assert needed("k = 1", "f = lambda: k", "k = 2", "f()") == [2, 3, 4]
    assert needed("n = [[1]]", "m = [n for n in n]", "m[0].append(2)", "n") == [2, 3, 4]
    timer = "timer = benchmark.Timer('a.zero_()', globals={'a': a})"
    assert needed("a = torch.ones(1)", timer, "timer.timeit(1)", "a") == [1, 2, 3, 4]


def test_nothing_changes_a_number_or_a_text() -> None:
    size = "n = len('abc')\ndevice = torch.device(live.device())"
    use = "for step in live.steps(2):\n    t = torch.zeros(n, device=device)\n    t += step\ncopy = t.copy_\ncopy(t)"
    assert needed(size, use, "print(n, device)") == [1, 2]
    assert needed("n = 1", "n += 1", "print(n)") == [2, 3], "it is given another one"
    assert needed("n = [1]", "m = n\nm += [2]", "print(n)") == [2, 3]


def test_a_default_of_a_function_that_can_change_is_there_again_at_its_next_call() -> None:
    keeps = "def f(x, seen=[]):\n    seen.append(x)\n    return seen"
    assert needed(keeps, "f(1)", "print(f(2))") == [2, 3]


@pytest.mark.parametrize("number", [14, 16, 19, 23, 24, 25, 26, 27])
def test_in_the_lesson_on_speed_no_late_cell_waits_for_a_benchmark_whose_result_it_does_not_use(number: int) -> None:
    lesson = load_course(Path(__file__).parents[2] / "lessons").lesson("speed")
    assert lesson is not None
    sources = [cell.source for cell in lesson.cells]
    found = {place + 1 for place in needs(sources[:number])}
    assert not found & {3, 6, 7, 15, 16, 21, 22, 24, 26}
    assert (18 in found) == (number == 19), "its rates are those of the roof"


@pytest.mark.parametrize(
    "kept",
    [
        "fs = [f]",
        "fs = []\nfs.append(f)",
        "fs = {}\nfs[0] = f",
        "fs = []\nfs += [f]",
        "fs = [None]\nfor g in [f]:\n    fs[0] = g",
        "fs = []\nfs.append(lambda: f())",
        "fs = []\ndef keep(g):\n    fs.append(g)\nkeep(f)",
        "fs = []\ndef keep(to, g):\n    to.append(g)\nkeep(fs, f)",
        "fs = []\nkeep = lambda to, g: to.append(g)\nkeep(fs, f)",
        "fs = []\ndef keep(g):\n    fs.append(g)\n    return g\n@keep\ndef h():\n    return f()",
        "class Held:\n    def __init__(self):\n        self.all = []\n    def keep(self, g):\n"
        "        self.all.append(g)\n    def __getitem__(self, k):\n        return self.all[k]\n"
        "fs = Held()\nfs.keep(f)",
        "fs = []\nfs.append([f])\nfs = fs[0]",
    ],
)
def test_a_function_that_something_holds_leads_to_what_it_uses_then(kept: str) -> None:
    assert 5 in needed("k = 1", "def f():\n    return k", kept, "k = 2", "fs[0]()"), "k as it is then"
    assert 5 in needed("k = [1]", "def f():\n    return k", kept, "k.append(2)", "fs[0]()")


@pytest.mark.parametrize("made", ["class C:\n    n = 0", "def C():\n    return C.n"])
def test_what_is_given_to_a_function_or_class_as_its_own_is_a_change_of_it(made: str) -> None:
    assert needed(made, "C.n = 5", "print(C.n)") == [2, 3]


def test_a_variable_that_is_bound_anew_is_not_the_former_one() -> None:
    assert needed("a = [1]", "a.append(2)", "a = [3]", "print(a)") == [4]


def test_a_control_is_needed_where_it_is_read_and_reading_it_changes_nothing() -> None:
    rate = "rate = live.slider('rate', 0.1, low=0.0, high=1.0)"
    assert needed(rate, "print(rate.value)", "sgd = torch.optim.SGD([torch.zeros(1)], lr=rate.value)") == [1, 2]


def test_reasons_are_short() -> None:
    names = "a, b, c, d, e = 1, 2, 3, 4, 5"
    assert needs((names, "a + b + c + d + e")) == {0: "for a, b, c and 2 more"}


def test_an_iterator_is_another_thing_once_it_was_read() -> None:
    assert needed("it = iter([1, 2])", "list(it)", "list(it)") == [2, 3]


def test_what_happens_later_happens_in_the_cell_that_lets_it() -> None:
    assert needed(DATA, "later = (v.zero_() for v in [x])", "list(later)", "print(x)") == [1, 2, 3, 4]
    assert needed(DATA, "empty = lambda: x.zero_()", "empty()", "print(x)")[-1] == 4


def test_a_name_of_pythons_own_that_means_something_else_leaves_nothing_out() -> None:
    assert needed(DATA, "sum = 0", "a = 1", "print(x)") == [1, 2, 3, 4]


def test_what_was_tried_may_or_may_not_have_happened() -> None:
    tried = "try:\n    a = y.view(3)\nexcept RuntimeError:\n    pass"
    assert needed(DATA, "a = 1", tried, "print(a)") == [1, 2, 3, 4], "either may be what is printed"
    assert needed(DATA, "a = 1", "try:\n    pass\nfinally:\n    a = 2", "print(a)") == [4], "this is done in any case"
    handled = "try:\n    a = y.view(3)\nexcept RuntimeError:\n    print(a)"
    assert needed(DATA, "a = 1", handled) == [1, 2, 3]


def test_a_variable_that_was_taken_away_is_looked_for_where_it_is_bound_or_taken() -> None:
    assert needed(DATA, "a = 1", "del a", "a = 2", "print(a)") == [5]
    assert needed(DATA, "a = 1", "del a", "print(a)") == [3, 4], "it fails as it does from the first cell on"
    assert needed(DATA, "a = 1", "if y.sum() > 0:\n    del a\n    b = 1\nprint(a)") == [1, 2, 3]
    assert needed(DATA, "b = 1", "def f():\n    b = 2\n    del b\nf()", "print(b)") == [3]


def test_a_context_that_may_swallow_an_error_binds_nothing_for_sure() -> None:
    own = "class Own:\n    def __enter__(self): pass\n    def __exit__(self, *e): return True"
    assert needed("a = 1", own, "with Own():\n    a = 2", "print(a)") == [2, 3, 4]
    assert needed("a = 1", "with torch.no_grad():\n    a = 2", "print(a)") == [1, 3]


def test_the_number_of_threads_is_as_it_was_for_whatever_does_sums() -> None:
    two, one = "torch.set_num_threads(2)", "torch.set_num_threads(1)"
    assert needs((IMPORTS, two, "print(torch.ones(9).sum())"))[1] == THREADS
    assert needed(DATA, two, "print(x.sum())") == [1, 2, 3]
    assert needed(DATA, two, "print(1)") == [], "no sum is shared out"
    assert needed("def f():\n    torch.set_num_threads(2)", "f()", DATA, "x.sum()") == [1, 2, 3, 4]
    assert needed("set_them = torch.set_num_threads", "set_them(2)", DATA, "x.sum()") == [1, 2, 3, 4]
    assert needed(DATA, two, one, "x.sum()") == [1, 2, 4], "the last one decides"


def test_a_number_of_threads_that_is_as_before_is_no_reason_to_run_a_cell() -> None:
    again = "for n in [1, 2]:\n    torch.set_num_threads(n)\ntorch.set_num_threads(1)"
    assert needed(DATA, again, "x.sum()") == [1, 2], "a session begins with one"
    assert needed(DATA, "torch.set_num_threads(2)", again, "x.sum()") == [1, 2, 4]
    assert needed(DATA, again + "\nif x.sum() > 1:\n    torch.set_num_threads(2)", "x.sum()") == [1, 2, 3]
    assert needed(DATA, "eval('a')", again, "x.sum()") == [1, 2, 3, 4]


def test_a_session_begins_with_as_many_threads_as_is_taken_for_granted() -> None:
    before = torch.get_num_threads()
    try:
        torch.set_num_threads(THREADS_AT_FIRST + 1)
        torch_itself()
        assert torch.get_num_threads() == THREADS_AT_FIRST
    finally:
        torch.set_num_threads(before)


def test_what_is_done_when_a_variable_is_bound_anew_leaves_nothing_out() -> None:
    dropped = "class H:\n    def __del__(self): x.zero_()\nh = H()"
    assert needed(DATA, dropped, "h = 1", "print(x)") == [1, 2, 3, 4]


def test_gradients_that_are_sent_back_by_whoever_calls_are_gradients() -> None:
    leaf = "w = torch.ones(2, requires_grad=True)\nh = (w * 2).sum()"
    assert needed(leaf, "back = h.backward\nback()", "print(w.grad)") == [1, 2, 3]
    assert needed(leaf, "getattr(h, name)()", "print(w.grad)") == [1, 2, 3]


def test_a_function_of_a_module_under_another_name_does_what_it_does() -> None:
    assert needed("draw = torch.rand", "draw(3)", "torch.rand(1)") == [1, 2, 3]
    assert needed(DATA, "empty = torch.relu_", "empty(x)", "print(x)") == [1, 2, 3, 4]


def test_files_of_the_course_are_read_and_nothing_else_happens() -> None:
    read = "images, labels = live.digits()\npath = live.file('points.csv')"
    assert needed(read, "x = images / 16", "print(labels.bincount(), path.stat())", "images.shape") == [1, 2]
    assert needed(SEEDED, read, "torch.rand(2)") == [1, 2], "no random number is drawn"
    model = "torch.manual_seed(0)\nmodel = nn.Linear(64, 10)\nmodel(images.flatten(1) / 16).sum().backward()"
    assert needed(read, model, "print(images)") == [1, 2], "no gradient is kept for them"
    assert needed(read, "images[0] = 0", "print(images)") == [1, 2, 3]
    assert needed("names = ['points.csv']", "path = live.file(names[0])", "path.exists()", "names") == [2]


PROGRAM = "live.command(['python', 'a.py'])"
WRITTEN = "Path('a.py').write_text('print(1)')"
SUMMED = "def f():\n    x[0] = dist.get_rank()\n    dist.all_reduce(x)\n    return x"


def test_a_program_that_is_started_may_read_and_write_any_file_and_nothing_else() -> None:
    assert needed("import sys", "a = 1", "live.command([sys.executable, 'train.py'])") == [1, 2]
    assert needed(WRITTEN, "a = 1", PROGRAM) == [1, 2], "its source"
    assert needed("p = Path('a.pt')\np.touch()", PROGRAM, "print(p.read_text())") == [1, 2, 3]
    assert needed(PROGRAM, "live.command(['cat', 'b'])") == [1, 2], "what the first one left"
    assert needed(PROGRAM, "print(x)") == []


def test_what_ranks_change_changes_nothing_here_and_what_they_read_is_needed() -> None:
    for ranks in (
        "live.ranks(2, f)",
        "live.ranks(2, lambda: f())",
        "live.ranks(n=2, train=f)",
        "live.ranks(2, x.zero_)",
    ):
        assert needed(DATA, SUMMED, ranks, "print(x)") == [1, 2], ranks
    assert needed(DATA, SUMMED, "got = live.ranks(2, f)", "got[0].zero_()", "print(x)") == [1, 2]
    assert needed(DATA, "k = 1", SUMMED, "live.ranks(2, f)") == [1, 2, 4]
    assert needed(DATA, SUMMED, "g = partial(f)\nlive.ranks(2, g)")[-1] == 3
    assert needed("k = [1]", "def f():\n    return k", "k.append(2)", "live.ranks(2, f)") == [1, 2, 3, 4]
    assert needed(DATA, f"{SUMMED}\nlive.ranks(2, f)", "print(x)") == [1, 2], "made and used in one cell"


def test_what_is_called_here_as_well_as_in_ranks_changes_what_is_here() -> None:
    change = "def f():\n    x.zero_()"
    assert needed(DATA, change, "live.ranks(2, f)\nf()", "print(x)") == [1, 2, 3, 4]
    assert needed(DATA, "def f(g):\n    return g()", "live.ranks(2, f(x.zero_))", "print(x)") == [1, 2, 3, 4]
    assert needs((IMPORTS, DATA, SUMMED, "f()", "print(1)"))[3] == UNCLEAR, "it belongs to no group here"
    assert needs((IMPORTS, DATA, "dist.init_process_group('gloo')", "print(1)"))[2] == UNCLEAR


@pytest.mark.parametrize("doubtful", ["exec('x = 1')", "open('a', 'w')", "torch.hub.list('a')", "warnings.warn(x)"])
def test_what_cannot_be_told_cannot_be_told_in_ranks(doubtful: str) -> None:
    found = needs((IMPORTS, DATA, f"def f():\n    {doubtful}\nlive.ranks(2, f)", "print(1)"))
    assert found[2] == UNCLEAR
    assert needs((IMPORTS, "live.ranks(*both)", "print(1)"))[1] == UNCLEAR


def test_ranks_draw_from_random_numbers_that_stand_as_they_did() -> None:
    draw, seeded = "def f():\n    return torch.rand(2)", "def f():\n    torch.manual_seed(0)\n    return torch.rand(2)"
    assert needed("a = torch.rand(3)", draw, "live.ranks(2, f)") == [1, 2, 3], "they begin with those of the cell"
    assert needed(draw, "live.ranks(2, f)", "torch.rand(2)") == [1], "it has drawn none"
    assert needed("a = torch.rand(3)", seeded, "live.ranks(2, f)") == [1, 3]
    assert needed("a = torch.rand(3)", seeded, "live.ranks(2, lambda: f())") == [1, 3]
    assert needed("a = torch.rand(3)", seeded, "live.ranks(2, lambda: torch.rand(1) + f())") == [1, 2, 3]


def test_a_cell_that_only_makes_a_function_does_not_do_what_that_does() -> None:
    made = "def f():\n    x.zero_()\n    return torch.rand(2)"
    assert needed(DATA, made, "print(x, torch.rand(2))") == [1, 2]
    assert needed(DATA, made, "f()", "print(x)") == [1, 2, 3, 4]
    assert needed(DATA, f"{made}\nf()", "print(x)") == [1, 2, 3]
    assert needed(DATA, f"{made}\n[f][0]()", "print(x)") == [1, 2, 3]
    assert needed(DATA, f"@list\n{made}", "print(x)") == [1, 2, 3]


@pytest.mark.parametrize(
    ("write", "read"),
    [
        ("Path('a').write_text('1')", "print(Path('a').read_text())"),
        ("Path('a').write_text('1')", "q = Path('a')\nprint(q.read_text())"),
        ("Path('a').write_text('1')", "def f():\n    q = Path('a')\n    return q.read_text()\nf()"),
        ("Path('a').write_text('1')", "runpy.run_path('a')"),
        ("Path('a').write_text('1')", "live.ranks(2, lambda: runpy.run_path('a')['f']())"),
        ("torch.save(1, p)", "torch.load(p)"),
        ("torch.save(1, 'a')", "torch.load('a', weights_only=True)"),
        ("torch.save(1, 'a')", "q = Path('a')\ntorch.load(f=q)"),
        ("torch.save(1, f=p.with_suffix('.new'))", "print(p.exists())"),
        ("(p / 'x').write_text('1')", "print((p / 'x').read_text())"),
        ("p.with_name('c').write_text('1')", "print(Path('c').read_text())"),
        ("Path('c').replace(p)", "print(p.read_text())"),
        ("Path('c').rename('a')", "print(p.read_text())"),
        ("def f():\n    torch.save(1, p)\nlive.ranks(2, f)", "torch.load(p)"),
        ("live.ranks(2, lambda: p.unlink())", "print(p.exists())"),
        ("later = p.unlink\nlater()", "print(p.exists())"),
    ],
)
def test_what_reads_a_file_needs_what_has_written_it(write: str, read: str) -> None:
    assert 4 in needed("p = Path('a')", "k = 1", write, read)


def test_files_of_other_names_and_those_that_are_written_anew_are_no_reason_to_run_a_cell() -> None:
    assert needed("torch.save(1, 'b')", "p = Path('a')", "print(p.exists())") == [1, 3]
    assert needed("p = Path('a')", "p.write_text('1')", "q = Path('a')\nq.write_text('2')\nprint(q.read_text())") == [1]
    assert needed("p = Path('a')", PROGRAM, "p.unlink(missing_ok=True)\nprint(p.exists())") == [1, 2]
    assert needed("p = Path('a')", PROGRAM, "print(p.exists())\np.unlink(missing_ok=True)") == [1, 2, 3]
    assert needed("p = Path('a')", PROGRAM, "p.unlink()\nprint(p.exists())") == [1, 2, 3], (
        "it fails where there is none"
    )
    assert needed("p = Path('a')", PROGRAM, "p.write_text(p.read_text() + '1')\np.exists()") == [1, 2, 3]
    assert needed(PROGRAM, "p = Path('a')", "print(1)") == [], "to name a file is not to read it"


@pytest.mark.parametrize(
    "path",
    ["Path('/a')", "Path('b/a')", "Path('..')", "Path()", "Path(name)", "Path", "Path.cwd()", "torch.load(name)"],
)
def test_of_a_path_that_may_be_of_any_file_it_cannot_be_told(path: str) -> None:
    assert needs((IMPORTS, DATA, path, "print(1)"))[2] == UNCLEAR
    assert needs((IMPORTS, "torch.load('a', weights_only=False)", "print(1)"))[1] == UNCLEAR
