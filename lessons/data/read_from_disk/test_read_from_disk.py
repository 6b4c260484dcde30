"""A data set over a file that is made here, and what it takes of memory."""

import tempfile
import tracemalloc
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import torch
from torch.utils.data import DataLoader

from tutor import check
from tutor.check import Mistake

WIDTH = 64
MANY = 30_000
"""Rows of 64 bytes: nearly 2 MB, of which the system keeps nothing but what is written."""


@contextmanager
def file(rows):
    """The path of a file of so many rows, and what is in it, to be written to."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "rows.npy")
        content = np.lib.format.open_memmap(path, "w+", np.uint8, (rows, WIDTH))
        if rows < 100:
            content[:] = torch.randint(256, (rows, WIDTH)).numpy()
        content.flush()
        yield path, content


def test_length(answer):
    """knows how many rows there are"""
    n = int(torch.randint(3, 9, ()))
    with file(n) as (path, _):
        size = len(answer.Rows(path))
        if size in (n * WIDTH, WIDTH):
            raise Mistake(f"len(rows) is {size}, and there are {n} rows.", "The shape of the array is (N, D).")
        check.same(size, n, "len(rows)")


def test_values(answer):
    """gives each row as a float32 tensor"""
    with file(7) as (path, content):
        rows = answer.Rows(path)
        for i in range(7):
            found = rows[i]
            if isinstance(found, np.ndarray):
                raise Mistake(f"rows[{i}] is an array of NumPy, and it should be a tensor.", "Look at torch.tensor.")
            expected = torch.tensor(content[i], dtype=torch.float32)
            if isinstance(found, torch.Tensor) and found.shape == expected.shape and torch.equal(found * 255, expected):
                raise Mistake("The values were divided by 255.", "They should be those of the file.")
            check.same(found, expected, f"rows[{i}]")


def test_never_whole(answer):
    """never loads the file whole"""
    with file(MANY) as (path, content):
        size = MANY * WIDTH
        tracemalloc.start()
        try:
            rows = answer.Rows(path)
            began = tracemalloc.get_traced_memory()[1]
            tracemalloc.reset_peak()
            row = rows[MANY // 2]
            then = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        for peak, when in ((began, "When Rows is made"), (then, "For one row")):
            if peak > size / 2:
                raise Mistake(
                    f"{when}, {peak / 2**20:.1f} MB were taken of memory, for a file of {size / 2**20:.1f} MB.",
                    "A file larger than memory could not be read so.",
                    "Look at the mmap_mode of np.load.",
                )
        if isinstance(row, torch.Tensor) and row.untyped_storage().nbytes() > size / 2:
            raise Mistake(
                f"The row is a view of a tensor of {row.untyped_storage().nbytes() / 2**20:.1f} MB.",
                "The whole map was copied into a tensor, and then a row taken of it.",
                "Index the map first.",
            )
        content[5] = 9
        content.flush()
        late = rows[5]
        if isinstance(late, torch.Tensor) and not bool((late == 9).all()):
            raise Mistake(
                "The file was changed after Rows was made, and the row still has what was there before.",
                "So all rows were read at the beginning.",
            )


def test_own_memory(answer):
    """gives a row memory of its own"""
    with file(6) as (path, content):
        rows = answer.Rows(path)
        row = rows[2]
        before = row.clone()
        for other in (3, 4):
            rows[other]
        if not torch.equal(row, before):
            raise Mistake(
                "A row changed when another one was read: both are in the same memory.",
                "A loader reads all rows of a batch before it puts them together.",
                "Look for a tensor that is made once and filled again and again.",
            )
        content[2] = 255 - content[2]
        content.flush()
        if not torch.equal(row, before):
            raise Mistake("The row changed when the file did: it shares its memory.", "A batch should stay what it is.")
        if row.untyped_storage().nbytes() > 4 * WIDTH:
            raise Mistake(
                f"A row of {4 * WIDTH} bytes holds on to {row.untyped_storage().nbytes()} of memory.",
                "It is a view of a larger tensor, which stays as long as it does.",
            )


def test_loader(answer):
    """goes through a loader"""
    with file(10) as (path, content):
        found = torch.cat(list(DataLoader(answer.Rows(path), batch_size=4)))
        check.same(found, torch.tensor(np.array(content), dtype=torch.float32), "The batches together")
