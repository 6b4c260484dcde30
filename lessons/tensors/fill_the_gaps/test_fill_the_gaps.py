"""Rows without a gap, and gaps filled by the means of columns: against plain loops."""

import math

import torch

from tutor import check
from tutor.check import Mistake, counted


def draw(n=None, d=None):
    """A table with gaps, some rows complete and some not, columns with means of their own; and the mark."""
    n, d = n or int(torch.randint(6, 10, ())), d or int(torch.randint(3, 5, ()))
    x = torch.randn(n, d) + 10 * torch.arange(1, d + 1) + 100 * torch.rand(d)
    mark = float(-999 - int(torch.randint(0, 50, ())))
    order = torch.randperm(n)
    x[order[0], 0] = mark
    x[order[1], :2] = mark
    x[order[2], d - 1] = mark
    return x, mark


def rows_without(x, mark):
    kept = [row for row in x.tolist() if mark not in row]
    return torch.tensor(kept, dtype=x.dtype).reshape(len(kept), x.shape[1])


def means_of(x, mark):
    columns = [[value for value in column if value != mark] for column in x.T.tolist()]
    return torch.tensor([math.fsum(column) / len(column) for column in columns], dtype=x.dtype)


def with_means(x, mark):
    means = means_of(x, mark).tolist()
    rows = [[m if v == mark else v for v, m in zip(row, means, strict=True)] for row in x.tolist()]
    return torch.tensor(rows, dtype=x.dtype)


def like(one, other):
    return isinstance(one, torch.Tensor) and one.shape == other.shape and torch.equal(one, other)


def test_complete(answer):
    """picks the rows in which nothing is missing"""
    x, mark = draw()
    x[(x == mark).sum(dim=1) == 2] = mark  # a row with nothing in it
    result = answer.complete(x.clone(), mark)
    there = x != mark
    if like(result, there.all(dim=1)):
        raise Mistake("complete returns a mask, and it should return the rows.", "x[mask] picks what the mask says.")
    if like(result, x[there]):
        raise Mistake(
            f"complete returns single numbers, of shape {tuple(result.shape)}, and it should return whole rows.",
            "A mask of the shape of x picks places one by one. A mask with one entry a row picks rows.",
        )
    if like(result, x):
        raise Mistake(
            "complete returns all rows, those with a gap among them.",
            f"Here the mark is {mark:g}, and may be another each time: `mark` says which.",
        )
    if like(result, x[there.any(dim=1)]):
        raise Mistake(
            "There are still gaps in the rows that complete returns.",
            "A row was kept where anything is there. Everything must be.",
        )
    if like(result, x[~there.all(dim=1)]):
        raise Mistake("complete returns the rows with a gap, and it should return the others.", "Turn the mask round.")
    if like(result, x[:, there.all(dim=0)]):
        raise Mistake(
            "complete returns columns without a gap, and it should return rows.",
            "dim=0 goes down the rows, and leaves one True or False for each column.",
        )
    check.same(result, rows_without(x, mark), "What complete returns")


def test_any_rows(answer):
    """returns no rows, or all of them, where that is right"""
    x, mark = draw()
    every = x.clone()
    every[:, 0] = mark
    check.same(answer.complete(every, mark), x[:0], "What complete returns where each row has a gap")
    whole = torch.randn(5, 3)
    check.same(answer.complete(whole.clone(), mark), whole, "What complete returns where nothing is missing")


def judge(result, x, mark):
    wanted, gaps = with_means(x, mark), x == mark
    fits = isinstance(result, torch.Tensor) and result.shape == x.shape and result.dtype == x.dtype
    if fits and not torch.allclose(result, wanted, rtol=1e-4):
        others = result[~gaps]
        if not torch.equal(others, x[~gaps]):
            changed = int((others != x[~gaps]).sum())
            raise Mistake(
                f"{counted(changed, 'number')} of {others.numel()} that were there are not as they were.",
                "Only what is missing is to be replaced.",
            )
        seen = "The gaps are not filled with the mean of their column."
        n, put = len(x), result[gaps]
        zeroed = torch.where(gaps, 0.0, x)
        columns = torch.arange(x.shape[1]).expand_as(x)[gaps]
        row_means = zeroed.sum(dim=1) / (~gaps).sum(dim=1).clamp(min=1)
        reasons = [
            (x[gaps], "The mark is still in them."),
            (x.mean(dim=0)[columns], f"The marks, {mark:g}, went into the means, and pulled them far off."),
            (
                (zeroed.sum(dim=0) / n)[columns],
                f"The sums were divided by {n}, the number of rows. In a column with gaps there are fewer numbers.",
            ),
            (x[~gaps].mean().expand(len(put)), "They have the mean of the whole table. Each column has its own."),
            (row_means[torch.nonzero(gaps)[:, 0]], "They have the mean of their row. A column goes down: dim=0."),
            (torch.zeros_like(put), "They have 0, which is a number like any other."),
        ]
        for value, why in reasons:
            if torch.allclose(put, value, rtol=1e-4):
                raise Mistake(seen, why)
    check.same(result, wanted, "What filled returns", rtol=1e-4)


def test_filled(answer):
    """fills a gap with the mean of its column"""
    for _ in range(2):
        x, mark = draw()
        judge(answer.filled(x.clone(), mark), x, mark)


def test_square(answer):
    """does so for a table with as many rows as columns"""
    x, mark = draw(4, 4)
    judge(answer.filled(x.clone(), mark), x, mark)
    check.same(answer.complete(x.clone(), mark), rows_without(x, mark), "What complete returns")


def test_any_mark(answer):
    """takes any number as the mark, and 0 for a number like others"""
    x, low = draw()
    gaps = x == low
    numbers = torch.where(gaps, x, x - means_of(x, low))  # of either sign
    numbers[~gaps.any(dim=1)] = 0.0
    for mark in (low, 1000.0, 0.25):
        table = torch.where(gaps, mark, numbers)
        case = f"where the mark is {mark:g}, and some numbers are 0"
        check.same(answer.complete(table.clone(), mark), rows_without(table, mark), f"What complete returns {case}")
        wanted = with_means(table, mark)
        check.same(answer.filled(table.clone(), mark), wanted, f"What filled returns {case}", rtol=1e-4, atol=1e-4)


def test_nothing_missing(answer):
    """leaves a table without gaps as it is, and a turned one right"""
    x, mark = torch.randn(5, 3), -1000.0
    check.same(answer.filled(x.clone(), mark), x, "What filled returns where nothing is missing")
    x, mark = draw(6, 4)
    turned = x.T.contiguous().T  # the same table, with its numbers in another order in memory
    judge(answer.filled(turned, mark), x, mark)


def test_new(answer):
    """returns a tensor with numbers of its own"""
    x, mark = torch.randn(5, 3), -1000.0
    result = answer.filled(x, mark)
    if isinstance(result, torch.Tensor) and result.untyped_storage().data_ptr() == x.untyped_storage().data_ptr():
        raise Mistake(
            "filled returns x itself, or a view of it.", "Whoever writes into the result would write into x, too."
        )
