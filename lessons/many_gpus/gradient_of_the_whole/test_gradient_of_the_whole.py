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
    model = nn.Sequential(nn.Linear(3, 2), nn.Tanh(), nn.Linear(2, 3))
    x, y = torch.randn(8, 3), torch.randn(8, 3)

    def run():
        found = []
        for cut in CUTS.values():
            one = copy.deepcopy(model)
            part = slice(0, cut) if dist.get_rank() == 0 else slice(cut, 8)
            answer.backward(one, x[part].clone(), y[part].clone())
            found.append([p.grad for p in one.parameters()])
            if any(not torch.equal(a, b) for a, b in zip(one.parameters(), model.parameters(), strict=True)):
                raise Mistake(
                    "The call changed the model's weights.",
                    "backward is to leave gradients alone; a step of the optimizer comes after it.",
                    "Look at what is reduced, p or p.grad, and for a step.",
                )
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
            raise Mistake(
                f"In rank {rank} a parameter has no gradient after the call.",
                "dist.all_reduce adds up in place, in the tensor that it is given, and returns None.",
            )
        if any(grad.shape != right.shape for grad, right in zip(grads, whole, strict=True)):
            raise Mistake(f"In rank {rank} a gradient has another shape than its parameter.")
        if like(grads, whole):
            continue
        seen = f"With shards {name}, the gradients in rank {rank} are"
        if like(grads, parts[rank]):
            raise Mistake(f"{seen} those of its own rows alone.", "Nothing was added up over the ranks, or too early.")
        if like(grads, [grad * (cut, 8 - cut)[rank] / 8 for grad in parts[rank]]):
            raise Mistake(
                f"{seen} those of its own rows alone, times their share of all rows.",
                "They were not added up over the ranks, or a copy of them was.",
                "Look at what dist.all_reduce is given: it adds up in place, in p.grad itself.",
            )
        if rank and like(found[0][turn], whole):
            raise Mistake(
                f"{seen} not those of the whole batch, and in rank 0 they are.",
                "Every rank is to have them: all_reduce gives the sum to all, and reduce to one rank alone.",
            )
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
        share = (cut, 8 - cut)[rank] / 8
        if cut != 4 and like(grads, [share * (a + b) for a, b in zip(*parts, strict=True)]):
            raise Mistake(
                f"{seen} the sum of both ranks' gradients, times this rank's share of the rows.",
                "So each rank weighs both gradients by its own share, and the ranks have different ones. Each gradient "
                "needs the share of the rank that it comes from.",
                "Look at whether the share is multiplied before the all-reduce, or after it.",
            )
        factors = [(grad.norm() / right.norm()).item() for grad, right in zip(grads, whole, strict=True)]
        if like(grads, [factor * right for factor, right in zip(factors, whole, strict=True)]):
            if check.near(factors, [factors[0]] * len(factors)):
                means = "The mean of mse_loss is that over rows and outputs." if check.near(factors[0], 3) else ""
                raise Mistake(
                    f"{seen} {check.number(factors[0])} times what they should be.",
                    means,
                    "Look at everything that they, or the losses, are multiplied and divided by.",
                )
            raise Mistake(
                f"{seen} off by another factor for each parameter: "
                f"{check.failure.listed([check.number(factor) for factor in factors])}.",
                "What one of them is divided by changes with every all-reduce of it.",
                "Look at what is reduced in the loop over the parameters, and belongs before it.",
            )
        check.same(grads[0], whole[0], f"With shards {name}, the gradient of the first weight in rank {rank}")
        raise Mistake(f"{seen} not those of the whole batch.")


def test_equal(answer):
    """is that of the whole batch for shards of equal size"""
    compare(answer, 0, "of four and four rows")


def test_unequal(answer):
    """is that of the whole batch for shards of six and two rows"""
    compare(answer, 1, "of six and two rows")
