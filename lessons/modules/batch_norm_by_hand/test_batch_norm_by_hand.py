"""Batch normalization against nn.BatchNorm1d, in both modes."""

import torch
from torch import nn

from tutor import check
from tutor.check import Mistake

NAMES = ("weight", "bias", "running_mean", "running_var")
BECAUSE = "Here it is to be written by hand, from mean and variance."


def drawn(answer, *, eps=1e-5, momentum=0.1, dtype=torch.float32):
    """Theirs, PyTorch's with weights that are not 1 and 0, and what belongs together."""
    n = int(torch.randint(3, 6, ()))
    ours = nn.BatchNorm1d(n, eps=eps, momentum=momentum).to(dtype)
    theirs = answer.BatchNorm(n, eps, momentum)
    if isinstance(theirs, nn.Module):
        theirs = theirs.to(dtype)
    nn.init.normal_(ours.weight)
    nn.init.normal_(ours.bias)
    return theirs, ours, check.copied(theirs, ours, NAMES), n


def batch(rows, n, dtype=torch.float32):
    return 3 * torch.randn(n, dtype=dtype) + (1 + torch.rand(n, dtype=dtype)) * torch.randn(rows, n, dtype=dtype)


def like(one, other):
    return isinstance(one, torch.Tensor) and one.shape == other.shape and check.near(one, other, rtol=1e-3, atol=1e-4)


def test_kept(answer):
    """has the parameters and buffers of nn.BatchNorm1d"""
    theirs, _, _, n = drawn(answer)
    fresh = answer.BatchNorm(n)
    for name in NAMES:
        check.same(getattr(fresh, name).detach(), getattr(nn.BatchNorm1d(n), name).detach(), f"{name} at the beginning")
    more = set(dict(theirs.named_parameters())) - set(NAMES)
    if more:
        raise Mistake(f"There are more parameters than weight and bias: {', '.join(sorted(more))}.")


def explain(out, right, ours, x, eps):
    """Raise for what is known to lead to another output in training mode."""
    centered = x - x.mean(0)
    biased, unbiased = x.var(0, unbiased=False), x.var(0)
    ways = {
        "The variance of the batch is divided by N − 1. For the output it is divided by N.": centered
        / (unbiased + eps).sqrt(),
        "eps is left out, or is always 1e-5. It is added to the variance, under the root.": centered
        / (biased + (0.0 if eps == 0.3 else eps)).sqrt(),
        "eps is added to the root. It belongs to the variance, under the root.": centered
        / (biased.sqrt() + eps),
        "The root is missing: x − mean is divided by the variance itself.": centered / (biased + eps),
        "That is what the running statistics give. In training mode it is the batch's own.": x
        / (1 + eps) ** 0.5,
        "That is what the running statistics give, after their step. In training mode it is the batch's own.": (
            x - 0.1 * x.mean(0)
        )
        / (0.9 + 0.1 * unbiased + eps).sqrt(),
        "Mean and variance are those of all numbers together. Each column has its own.": (x - x.mean())
        / (x.var(unbiased=False) + eps).sqrt(),
        "Mean and variance are those of each row. Each column has its own: dim=0.": (x - x.mean(1, True))
        / (x.var(1, unbiased=False, keepdim=True) + eps).sqrt(),
    }
    for reason, hat in ways.items():
        if like(out, ours.weight * hat + ours.bias):
            raise Mistake("In training mode the output is not that of nn.BatchNorm1d.", reason)
    if like(out, (right - ours.bias) / ours.weight):
        raise Mistake("The output is x_hat itself.", "It is still to be multiplied by weight, and bias added.")
    if like(out, right + (ours.weight - 1) * ours.bias):
        raise Mistake("The bias is multiplied by weight, too.", "It is added at the end, as it is.")


def test_training(answer):
    """gives the same in training mode, forward and backward"""
    wide, usual = torch.float64, torch.float32
    # Rows that are almost equal cost float32 its digits, by another way of adding up too: few rows come in float64.
    for rows, eps, dtype in ((5, 0.3, wide), (7, 1e-5, wide), (2, 1e-5, wide), (40, 1e-5, usual)):
        theirs, ours, pairs, n = drawn(answer, eps=eps, dtype=dtype)
        x = batch(rows, n, dtype)
        theirs.train(), ours.train()
        with torch.no_grad():
            out = theirs(x.clone())
            right = ours.weight * (x - x.mean(0)) / (x.var(0, unbiased=False) + eps).sqrt() + ours.bias
            if not like(out, right):
                explain(out, right, ours, x, eps)
        check.copied(theirs, nn.BatchNorm1d(n).to(dtype), NAMES[2:])
        parameters = [pair for pair in pairs if pair.trained]
        check.matches(theirs, ours, x, pairs=parameters, what=f"the output for {rows} rows in training mode")


def test_running(answer):
    """moves its running statistics as PyTorch does"""
    for momentum in (0.1, 0.35):
        theirs, ours, pairs, n = drawn(answer, momentum=momentum, dtype=torch.float64)
        theirs.train(), ours.train()
        x = batch(5, n, torch.float64)
        with torch.no_grad():
            theirs(x.clone())
        mean, var = theirs.running_mean, theirs.running_var
        if like(mean, torch.zeros(n, dtype=mean.dtype)):
            raise Mistake(
                "After a call in training mode running_mean is as it was.", "Each batch moves it by a share, momentum."
            )
        if like(mean, (1 - momentum) * x.mean(0)):
            raise Mistake(
                "momentum is the share of the old value in your update.", "In PyTorch it is the share of the new batch."
            )
        if like(mean, x.mean(0)):
            raise Mistake("running_mean is the mean of the last batch.", "It should keep a part of what it was before.")
        biased = 1 - momentum + momentum * x.var(0, unbiased=False)
        if like(var, biased):
            raise Mistake(
                "running_var is moved toward the variance that is divided by N.",
                "That one belongs to the output. Here it is divided by N − 1, which is right on average.",
            )
        if momentum != 0.1 and like(mean, 0.1 * x.mean(0)):
            raise Mistake("The update uses 0.1.", f"The module is given its momentum; here it is {momentum}.")
        with torch.no_grad():
            ours(x)
        for _ in range(2):
            check.matches(theirs, ours, batch(4, n, torch.float64), pairs=pairs, what="the output in training mode")


def test_evaluation(answer):
    """takes its running statistics in evaluation mode"""
    theirs, ours, pairs, n = drawn(answer)
    theirs.train(), ours.train()
    with torch.no_grad():
        for _ in range(3):
            x = batch(6, n)
            theirs(x.clone()), ours(x)
    theirs.eval(), ours.eval()
    x = batch(6, n)
    before = theirs.running_mean.clone()
    with torch.no_grad():
        out = theirs(x.clone())
        hat = (x - x.mean(0)) / (x.var(0, unbiased=False) + 1e-5).sqrt()
        if like(out, ours.weight * hat + ours.bias):
            raise Mistake(
                "After eval() the output still comes from mean and variance of the batch.",
                "In evaluation mode it is the running statistics that count, so that no row depends on another.",
                "Look at self.training.",
            )
        if not torch.equal(before, theirs.running_mean):
            raise Mistake("A call in evaluation mode moved running_mean.", "Only training mode does that.")
    for rows in (6, 1):
        check.matches(theirs, ours, batch(rows, n), pairs=pairs, what=f"the output for {rows} rows in evaluation mode")


def test_saved_and_wide(answer):
    """is saved, loaded and moved to float64 with its statistics"""
    theirs, ours, pairs, n = drawn(answer, dtype=torch.float64)
    theirs.train(), ours.train()
    check.matches(theirs, ours, batch(4, n, torch.float64), pairs=pairs, what="the output in float64")
    other = answer.BatchNorm(n).double()
    other.load_state_dict(theirs.state_dict())
    x = batch(3, n, torch.float64)
    check.same(other.eval()(x).detach(), ours.eval()(x).detach(), "the output of one that loaded the state")


def test_by_hand(answer):
    """is written by hand"""
    theirs, _, _, n = drawn(answer)
    check.avoids(lambda: theirs(torch.randn(4, n)), "batch_norm", because=BECAUSE)
