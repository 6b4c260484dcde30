"""Accuracy over three ranks with three batches, one and none, against a count over all rows."""

import functools
import math
from itertools import pairwise

import torch
import torch.distributed as dist
from torch import nn

from tutor import check, live
from tutor.check import Mistake

BATCHES = ([5, 4, 2], [3], [])
"""The rows of each batch, for each rank."""


def wrong_in(rank, size):
    """How many answers the model gets wrong in a batch."""
    return size // 2 if rank == 0 else 1


def mean_of_batches():
    shares = [1 - wrong_in(rank, size) / size for rank, sizes in enumerate(BATCHES) for size in sizes]
    return sum(shares) / len(shares)


def last_batches():
    last = [(rank, sizes[-1]) for rank, sizes in enumerate(BATCHES) if sizes]
    return 1 - sum(wrong_in(*one) for one in last) / sum(size for _, size in last)


@functools.cache
def scored(answer):
    """For each rank how many answers are right and how many rows it has, and what it returned."""
    model = nn.Linear(3, 2)
    parts, counts = [], []
    for rank, sizes in enumerate(BATCHES):
        batches, right = [], 0
        for size in sizes:
            x = torch.randn(size, 3)
            said = model(x).argmax(dim=1)
            wrong = torch.arange(size) < wrong_in(rank, size)
            batches.append((x, torch.where(wrong, 1 - said, said)))
            right += size - int(wrong.sum())
        parts.append(batches)
        counts.append((right, sum(sizes)))

    def run():
        result = answer.accuracy(model, parts[dist.get_rank()])
        if isinstance(result, torch.Tensor) and result.numel() == 1:
            result = result.item()
        if not isinstance(result, float | int):
            what = "None" if result is None else check.a(type(result).__name__)
            raise Mistake(f"In rank {dist.get_rank()} accuracy returns {what}, and it should return a number.")
        return float(result)

    return counts, live.tried_in_ranks(len(BATCHES), run, timeout=1.0)


def test_ends(answer):
    """comes to an end where ranks have three batches, one and none"""
    scored(answer)


def test_share(answer):
    """is the share of all rows of all ranks, in every rank"""
    counts, found = scored(answer)
    right, rows = (sum(numbers) for numbers in zip(*counts, strict=True))
    said = ", ".join(f"{rank}: {share:.1%}" for rank, share in enumerate(found))
    if check.near(found[0], 100 * right / rows):
        raise Mistake(f"The result is {found[0]:.1f}: a percentage.", "A share lies between 0 and 1.")
    if max(found) > 1:
        raise Mistake(
            f"By rank, the result is {said}, and a share is never above 1.",
            "What is divided and what it is divided by are not of the same rows.",
        )
    if all(math.isnan(share) for share in found):
        raise Mistake(
            "The result is nan, 'not a number', in every rank: one of them has no rows, and 0 / 0 is nan.",
            "Whatever a nan is added to becomes nan, so an all-reduce hands it to all.",
            "Look at what is reduced: shares cannot be added up, and numbers of rows can.",
        )
    if any(abs(a - b) > 1e-6 for a, b in pairwise(found)):
        raise Mistake(f"The results of the ranks differ. By rank: {said}.", "All are to know the share of all rows.")
    shares = [share[0] / max(share[1], 1) for share in counts]
    for mean in (sum(shares) / 3, sum(shares) / 2):
        if abs(found[0] - mean) < 1e-5:
            raise Mistake(
                f"The result is {found[0]:.1%}: the mean of the ranks' shares.",
                "A row of a rank with few rows counts more in it than one of a rank with many.",
                "Look at what is reduced: shares cannot be added up, and numbers of rows can.",
            )
    causes = (
        (mean_of_batches(), "the mean of the batches' shares", "A row of a small batch counts more in it."),
        (counts[0][0] / counts[0][1], "that of rank 0's rows alone", "Those of the other ranks count, too."),
        (right / rows / 3, "the right one, divided by the number of ranks", "The count is of all rows already."),
        (0.0, "zero", "Look at which rows are counted at all, where one rank has no batch."),
        (last_batches(), "that of each rank's last batch", "Look at where counting begins anew."),
    )
    for share, what, why in causes:
        if abs(found[0] - share) < 1e-5:
            raise Mistake(f"The result is {found[0]:.1%}: {what}.", why)
    check.same(found[0], right / rows, "The share", atol=1e-5)
