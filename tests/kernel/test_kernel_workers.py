"""Processes that a cell starts find what the cells define, whatever starts them."""

from __future__ import annotations

import pytest
from kernel_talk import Talk

pytestmark = pytest.mark.asyncio(loop_scope="session")

METHODS = ("fork", "spawn", "forkserver")

DATA = """
from __future__ import annotations
import torch
from collections import namedtuple
from dataclasses import dataclass
from torch.utils.data import Dataset, DataLoader
print("this cell runs")
FACTOR = 3
table = torch.arange(8.0)
Pair = namedtuple("Pair", "x y")
double = lambda x: 2 * x

@dataclass
class Scale:
    by: int = FACTOR

scale = Scale()
scale.by = 10  # a change that only the running lesson knows of
log = open("log.txt", "w")  # cannot be copied, and is not needed

class Squares(Dataset):
    def __len__(self):
        return 8

    def __getitem__(self, i):
        return double(table[i] ** 2) * scale.by

def together(rows):
    return Pair(torch.stack(rows), len(rows))

def note(text):
    log.write(text)

if __name__ == "__main__":
    loader_options = {"batch_size": 4, "collate_fn": together}
"""
LOAD = """
loader = DataLoader(Squares(), num_workers=2, multiprocessing_context={!r}, persistent_workers={}, **loader_options)
[(batch.x.tolist(), batch.y) for batch in loader]
"""
LOADED = str([([0.0, 20.0, 80.0, 180.0], 4), ([320.0, 500.0, 720.0, 980.0], 4)])


@pytest.mark.parametrize("method", METHODS)
async def test_a_loaders_workers_find_the_cells_classes_functions_and_values(talk: Talk, method: str) -> None:
    cells = DATA, "table += 0", LOAD.format(method, False)
    seen = await talk.run(*cells)
    assert seen.status == "ok", seen.failure
    assert seen.text() == LOADED
    assert seen.output().count("this cell runs") == 1
    assert seen.output("stderr") == ""
    if method == "forkserver":  # whose server a fork of its owner must not take for its own
        again = await talk.run(*cells, LOAD.format(method, False))
        assert (again.ran, again.text()) == ([4], LOADED)


@pytest.mark.parametrize("method", METHODS)
async def test_pools_of_each_kind_run_a_cells_function_one_after_the_other(talk: Talk, method: str) -> None:
    define = "import multiprocessing, concurrent.futures\ndef cube(x):\n    return x ** 3"
    context = f"multiprocessing.get_context({method!r})"
    pool = f"with {context}.Pool(2) as pool:\n    result = pool.map(cube, [1, 2, 3])\nresult"
    executor = (
        f"with concurrent.futures.ProcessPoolExecutor(2, mp_context={context}) as pool:\n"
        "    result = list(pool.map(cube, [1, 2, 3]))\nresult"
    )
    seen = await talk.run(define, pool, executor)
    assert seen.status == "ok", seen.failure
    assert (seen.text(), seen.output("stderr")) == ("[1, 8, 27]", "")


async def test_persistent_workers_serve_the_next_cell(talk: Talk) -> None:
    seen = await talk.run(DATA, LOAD.format("forkserver", True), "sum(float(batch.x.sum()) for batch in loader)")
    assert seen.status == "ok", seen.failure
    assert seen.text() == "2800.0"


@pytest.mark.bare
async def test_what_a_worker_makes_comes_back_as_the_lessons_own(talk: Talk) -> None:
    source = (
        "import multiprocessing\nclass Point:\n    def __init__(self, x): self.x = x\n"
        "with multiprocessing.get_context('spawn').Pool(1) as pool:\n    point = pool.apply(Point, (3,))\n"
        "isinstance(point, Point), point.x"
    )
    assert (await talk.run(source)).text() == "(True, 3)"


async def test_what_cannot_be_copied_into_a_worker_is_named_by_who_uses_it_and_nothing_hangs(talk: Talk) -> None:
    source = (
        "import multiprocessing\nlog = open('log.txt', 'w')\n"
        "def writes(x):\n    return log.write(x)\n"
        "def bound(x, to=log.fileno()):\n    return to\n"
        "with multiprocessing.get_context('spawn').Pool(1) as pool:\n"
        "    for function in (writes, bound):\n"
        "        try:\n            pool.map(function, ['a'])\n"
        "        except RuntimeError as error:\n            print(error)"
    )
    seen = await talk.run(source)
    assert seen.status == "ok", seen.failure
    first, second = seen.output().splitlines()
    assert first.startswith("log is not in this worker process: cannot pickle")
    assert second.startswith("bound is not in this worker process: defining it raised RuntimeError: log is not in")


async def test_the_sockets_of_workers_lie_where_they_go_with_the_session(talk: Talk) -> None:
    seen = await talk.run("import multiprocessing.util, os\nos.path.samefile(multiprocessing.util.get_temp_dir(), '.')")
    assert seen.text() == "True"
