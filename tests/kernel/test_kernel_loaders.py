"""What goes wrong in a DataLoader is said in words of its own, in this process and in a worker."""

from __future__ import annotations

import pytest
from kernel_talk import Talk

from tutor.kernel.protocol.events import CellStarted, Failure, Output
from tutor.kernel.protocol.requests import Cell
from tutor.kernel.session.cells import Namespace
from tutor.kernel.session.tracebacks import failure

IMPORTS = """
import os, torch
from torch.utils.data import DataLoader, Dataset, IterableDataset
class Rows(Dataset):
    def __init__(self, *rows, says=None): self.rows, self.says = rows, says
    def __len__(self): return len(self.rows) if self.says is None else self.says
    def __getitem__(self, i): return self.rows[i]
class Endless(IterableDataset):
    def __iter__(self):
        while True: yield 1
class Unsized(Dataset):
    def __getitem__(self, i): return i
def forgets(rows):
    batch = torch.tensor(rows)
def gives(rows):
    return None if not rows else rows
def stop(loader):
    for count, _ in enumerate(loader):
        if count == 6: raise KeyboardInterrupt
"""


def failed(source: str) -> Failure:
    namespace = Namespace()
    namespace.run(Cell(1, IMPORTS, "lesson.py"))
    try:
        namespace.run(Cell(2, source, "lesson.py"))
    except BaseException as error:
        return failure(error, namespace.files)
    pytest.fail("nothing was raised")


WORDS = {
    "list(DataLoader(Rows(1, 2, 3, says=5), 2))": "below len(dataset), which is 5",
    "list(DataLoader(Rows(1, 2, 3, says=5), 2, num_workers=1, multiprocessing_context='fork'))": "below len(dataset),",
    "list(DataLoader(Rows(1, 2, 3, says=-1), 2))": "whole number, 0 or more",
    "list(DataLoader(Rows(1, 2, 3, says='3'), 2))": "whole number, 0 or more",
    "list(DataLoader(Unsized(), 2))": "method __len__",
    "list(DataLoader(Rows(), 2, shuffle=True))": "nothing to draw from",
    "list(DataLoader(Rows(torch.ones(1), torch.ones(2)), 2))": "pad_sequence",
    "list(DataLoader(Rows(1, None), 2))": "None for an item",
    "list(DataLoader(Rows({1}, {2}), 2))": "a collate_fn of your own",
    "for x, y in DataLoader(Rows(1, 2), 2, collate_fn=forgets): pass": "collate function forgets ends without",
    "loader = DataLoader(Rows(1, 2), 2, collate_fn=forgets)\nfor batch in loader: batch[0]": "collate function forgets",
    "loader = DataLoader(Rows(1, 2), 2, collate_fn=forgets)\nfor batch in loader: batch.shape": "collate function",
    "stop(DataLoader(Endless(), 2))": "A loader over an IterableDataset ends when",
    "class Stopped(Endless):\n    def __iter__(self):\n        yield from range(6)\n        raise KeyboardInterrupt\n"
    "list(DataLoader(Stopped(), 2))": "had given 3 batches. A loader over an IterableDataset ends when",
    "stop(DataLoader(Rows(*range(9)), sampler=iter(range(9))))": "does not say how many it has",
    "class Huge(Rows):\n    def __getitem__(self, i): return i\nstop(DataLoader(Huge(says=10**9), 2))": "500,000,000",
    "raise RuntimeError('DataLoader worker (pid(s) 7) exited unexpectedly')": "ended before it had an answer",
    "raise RuntimeError('DataLoader worker (pid 7) is killed by signal: Segmentation fault. ')": "Compiled code in a",
    "raise RuntimeError('DataLoader timed out after 3 seconds')": "timeout=",
    "[1][2]": "An index lies beyond the end",
}


@pytest.mark.parametrize("source", WORDS)
def test_what_goes_wrong_in_a_loader_has_its_sentence(source: str) -> None:
    assert WORDS[source] in failed(source).explanation


@pytest.mark.parametrize(
    "source",
    [
        "stop(DataLoader(Rows(*range(9))))",
        "raise KeyboardInterrupt",
        "loader = DataLoader(Rows(1, 2), 2, collate_fn=gives)\nNone.shape",
    ],
)
def test_a_loader_that_is_as_it_should_be_is_not_blamed(source: str) -> None:
    said = failed(source).explanation
    assert "loader" not in said
    assert "collate" not in said


@pytest.mark.asyncio(loop_scope="session")
async def test_a_worker_that_was_killed_is_told_from_one_that_failed(talk: Talk) -> None:
    source = (
        "class Killed(Rows):\n    def __getitem__(self, i): os.kill(os.getpid(), 9)\n"
        "list(DataLoader(Killed(1, 2), 2, num_workers=1))"
    )
    assert (
        "killed from outside, most often because memory ran out"
        in (await talk.run(IMPORTS, source)).failure.explanation
    )


@pytest.mark.asyncio(loop_scope="session")
async def test_a_cell_that_waits_for_a_worker_for_ever_is_stopped_and_says_so(talk: Talk) -> None:
    source = (
        "class Waits(Rows):\n    def __getitem__(self, i):\n        os.write(1, b'begun')\n"
        "        import threading\n        threading.Event().wait()\n"
        "list(DataLoader(Waits(1, 2), 2, num_workers=1))"
    )
    run = talk.start(IMPORTS, source)
    await talk.until(CellStarted, lambda message: message.cell == 2)
    await talk.until(Output, lambda message: "begun" in message.text)
    talk.session.interrupt()
    seen = await talk.over(run)
    assert seen.status == "interrupted"
    assert "waiting for a worker process" in seen.failure.explanation
