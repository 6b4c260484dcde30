"""Gradients of two ranks with shards of any size, against those of one process with the whole batch."""

import copy
import functools

import torch
import torch.distributed as dist
import torch.nn.functional as F
from torch import nn

from tutor import check, live
from tutor.check import Mistake

CUTS = {"of four and four rows": 4, "of six and two rows": 6}


def gradients(model, x, y, reduction="mean"):
    one = copy.deepcopy(model)
    F.mse_loss(one(x), y, reduction=reduction).backward()
    return [p.grad for p in one.parameters()]


@functools.cache
def left(answer):
    """A model, a batch, and for each way to cut it the gradients that each of two ranks has after the call."""
    model = nn.Sequential(nn.Linear(3, 2), nn.Tanh(), nn.Linear(2, 2))
    x, y = torch.randn(8, 3), torch.randn(8, 2)

    def run():
        found = []
        for cut in CUTS.values():
            one = copy.deepcopy(model)
            part = slice(0, cut) if dist.get_rank() == 0 else slice(cut, 8)
            answer.backward(one, x[part].clone(), y[part].clone())
            found.append([p.grad for p in one.parameters()])
        return found

    return model, x, y, live.tried_in_ranks(2, run, timeout=1.0)


def like(one, other):
    return all(torch.allclose(a, b, 1e-3, 1e-5) for a, b in zip(one, other, strict=True))


def compare(answer, turn, name):
    model, x, y, found = left(answer)
    cut = CUTS[name]
    whole = gradients(model, x, y)
    parts = [gradients(model, x[:cut], y[:cut]), gradients(model, x[cut:], y[cut:])]
    for rank, cuts in enumerate(found):
        grads = cuts[turn]
        if any(grad is None for grad in grads):
            raise Mistake(f"In rank {rank} a parameter has no gradient after the call.")
        if any(grad.shape != right.shape for grad, right in zip(grads, whole, strict=True)):
            raise Mistake(f"In rank {rank} a gradient has another shape than its parameter.")
        if like(grads, whole):
            continue
        seen = f"With shards {name}, the gradients in rank {rank} are"
        if like(grads, parts[rank]):
            raise Mistake(f"{seen} those of its own rows alone.", "Nothing was added up over the ranks, or too early.")
        if like(grads, gradients(model, x, y, "sum")):
            raise Mistake(f"{seen} those of the sum over all rows and outputs.", "The loss is a mean.")
        if like([grad / 2 for grad in grads], whole):
            raise Mistake(f"{seen} 2 times as large as they should be.", "Two means were added up.")
        if cut != 4 and like(grads, [(a + b) / 2 for a, b in zip(*parts, strict=True)]):
            raise Mistake(
                f"{seen} the mean of both ranks' gradients: that of shards of six and two rows, each a mean already.",
                "So a row of the small shard would count three times as much as one of the large shard.",
                "Look at what the losses, or the gradients, are divided by.",
            )
        check.same(grads[0], whole[0], f"With shards {name}, the gradient of the first weight in rank {rank}")
        raise Mistake(f"{seen} not those of the whole batch.")


def test_equal(answer):
    """is that of the whole batch for shards of equal size"""
    compare(answer, 0, "of four and four rows")


def test_unequal(answer):
    """is that of the whole batch for shards of six and two rows"""
    compare(answer, 1, "of six and two rows")
