"""Dropout, however the mask is drawn."""

import math

import torch

from tutor import check
from tutor.check import Mistake, number


def p_drawn():
    return 0.15 + 0.2 * float(torch.rand(()))


def data(*shape, dtype=None):
    """Numbers that are not near 0, so that a zero is one that was dropped."""
    x = torch.randn(shape, dtype=dtype)
    return x + x.sign() * 0.5


def test_evaluation(answer):
    """leaves x as it is in evaluation mode"""
    x = data(4, 50)
    drop = answer.Dropout(0.5)
    out = drop.eval()(x)
    if isinstance(out, torch.Tensor) and out.shape == x.shape and (out == 0).any():
        raise Mistake(
            "After eval() there are still zeros in the output.",
            "In evaluation mode nothing is dropped.",
            "Look at self.training.",
        )
    if isinstance(out, torch.Tensor) and out.shape == x.shape and check.near(out, x * 0.5):
        raise Mistake(
            "After eval() x is multiplied by 1 − p.", "Dividing by 1 − p in training mode makes that needless."
        )
    check.same(out, x, "the output in evaluation mode")


def test_share(answer):
    """drops each number with probability p"""
    p = p_drawn()
    x = data(80, 200)
    out = answer.Dropout(p).train()(x)
    check.same(out, out if isinstance(out, torch.Tensor) and out.shape == x.shape else x, "the output in training mode")
    zero = out == 0
    if zero.any() and ((zero == zero[:1]).all() or (zero == zero[:, :1]).all()):
        raise Mistake("Whole rows or columns were dropped.", "Each number is drawn for itself: a mask of x's shape.")
    share = zero.float().mean().item()
    if abs(share - p) > 0.04:
        why = ""
        if abs(share - (1 - p)) < 0.03:
            why = "That is 1 − p: p is the probability to be dropped, not to be kept."
        elif share == 0:
            why = "Nothing was dropped. In training mode, with self.training True, it should be."
        elif abs(share - 0.5 * (1 + math.erf(p / 2**0.5))) < 0.02:
            why = "So many of the numbers of torch.randn are below p. Those of torch.rand lie evenly between 0 and 1."
        raise Mistake(f"With p = {number(p)} a share of {number(share)} became 0.", why)


def test_scale(answer):
    """keeps the mean by dividing by 1 − p"""
    p = p_drawn()
    x = data(20, 50)
    out = answer.Dropout(p).train()(x)
    kept = out != 0
    factor = (out[kept] / x[kept]).mean().item()
    reasons = {1.0: "It is as it was; so the mean of the output is smaller than that of x."}
    reasons[1 - p] = "It was multiplied by 1 − p, which makes the mean smaller still."
    reasons[1 / p] = "It was divided by p. A share of 1 − p is left."
    if not abs(factor - 1 / (1 - p)) < 1e-3 / (1 - p):
        reasons[1 / kept.float().mean().item()] = "It was divided by the share that was kept this time, not by 1 − p."
        why = next((text for value, text in reasons.items() if abs(factor - value) < 1e-3 * value), "")
        raise Mistake(f"What was kept is multiplied by {number(factor)}; 1 / (1 − p) is {number(1 / (1 - p))}.", why)
    check.same(out, torch.where(kept, x / (1 - p), torch.zeros(())), "the output in training mode")


def test_anew(answer):
    """draws anew at each call"""
    drop, x = answer.Dropout(0.5).train(), data(10, 20)
    if torch.equal(drop(x) == 0, drop(x) == 0):
        raise Mistake(
            "Two calls dropped the same numbers.",
            "The mask was drawn once, or from the same seed each time.",
            "Look at where the mask is made: forward runs at each call.",
        )
    if len({int((drop(x) == 0).sum()) for _ in range(20)}) == 1:
        raise Mistake(
            "In 20 calls exactly as many numbers were dropped each time.",
            "Each number is drawn for itself, so how many are dropped is left to chance, too.",
        )
    drop.eval(), drop(x), drop.train()
    if not (drop(x) == 0).any():
        raise Mistake("After eval() and train() nothing is dropped any more.", "The mode changes back and forth.")


def test_gradient(answer):
    """lets gradients through what was kept"""
    p = p_drawn()
    x = data(6, 7).requires_grad_()
    out = answer.Dropout(p).train()(x)
    check.uses_autograd(out, "the output", x=x)
    (gradient,) = torch.autograd.grad(out.sum(), x)
    check.same(gradient, (out != 0) / (1 - p), "the gradient for x")


def test_all_shapes(answer):
    """takes every shape and dtype, and p = 0"""
    for shape, dtype in (((), None), ((3,), torch.float64), ((2, 3, 4), torch.float16), ((0, 3), None)):
        x = data(*shape, dtype=dtype)
        what = f"the output for x of shape {shape} and dtype {x.dtype}"
        check.same(answer.Dropout(0.0).train()(x), x, f"{what}, with p = 0,")
        out = answer.Dropout(0.5).train()(x)
        check.same(out, torch.where(out == 0, torch.zeros_like(x), 2 * x), what)


def test_by_hand(answer):
    """is written by hand"""
    drop = answer.Dropout(0.5).train()
    names = ("dropout", "dropout_", "alpha_dropout", "feature_dropout", "native_dropout")
    check.avoids(lambda: drop(data(3, 3)), *names, because="Here the mask is to be drawn and used by hand.")
