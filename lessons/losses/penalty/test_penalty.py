"""What the penalized loss must be, and what its gradients must do."""

import functools

import torch
import torch.nn.functional as F
from torch import nn

from tutor import check
from tutor.check import Mistake, number


def draw(*, l2=True, l1=True):
    """A linear model with weights of both signs, data, and two strengths, which are 0 where not wanted."""
    d = int(torch.randint(3, 6, ()))
    model = nn.Linear(d, 1)
    with torch.no_grad():
        model.weight.copy_(1 + torch.rand(1, d))
        model.weight[0, 0] *= -2
        model.bias.copy_(2 + torch.rand(1))
    x, y = torch.randn(30, d), 5 * torch.randn(30, 1)
    strong, weak = 0.3 + 0.3 * torch.rand(()).item(), 0.8 + 0.4 * torch.rand(()).item()
    return model, x, y, round(strong, 3) * l2, round(weak, 3) * l1


@functools.cache
def loss(answer, **which):
    """The loss with such penalties, which is looked at once, whichever check is the first to ask for it."""
    model, x, y, l2, l1 = draw(**which)
    return judged(answer, model, x, y, l2, l1)


def judged(answer, model, x, y, l2, l1):
    before = check.snapshot(model)
    result = answer.penalized(model, x, y, l2, l1)
    if model.weight.grad is not None:
        raise Mistake(
            "After the call model.weight has a .grad: backward() ran inside of penalized.",
            "A loss is only computed there. The training loop calls backward(), once for each step.",
        )
    for name, parameter in model.named_parameters():
        check.changed(before[name], parameter.detach(), f"model.{name}")
    judge_value(result, model, x, y, l2, l1)
    return result, model, x, y, l2, l1


def judge_value(result, model, x, y, l2, l1):
    """Raise unless the loss is the mean squared error and both penalties."""
    w, b = model.weight.detach(), model.bias.detach()
    error = F.mse_loss(x @ w.T + b, y)
    squares, sizes = w.square().sum(), w.abs().sum()
    wanted = error + l2 * squares + l1 * sizes
    single = isinstance(result, torch.Tensor) and result.shape == () and result.dtype == wanted.dtype
    if single and not is_close(result, wanted):
        seen = (
            f"For l2 = {l2} and l1 = {l1} your loss is {number(result.item())}, and it should be "
            f"{number(wanted.item())}: {number(error.item())} for the errors, {number((l2 * squares).item())} and "
            f"{number((l1 * sizes).item())} for the penalties."
        )
        every = wanted + l2 * b.square().sum() + l1 * b.abs().sum()
        reasons = [
            (error, "That is the mean squared error without any penalty."),
            (every, "You penalize the bias, too. Only the weight is to be penalized."),
            (error + l2 * squares, "The L1 penalty is missing, or counts nothing."),
            (error + l1 * sizes, "The L2 penalty is missing, or counts nothing."),
            (error + l1 * squares + l2 * sizes, "The two strengths are swapped: l2 belongs to Σ w², l1 to Σ |w|."),
            (
                error + (l2 * squares + l1 * sizes) / w.numel(),
                "You took the means of the weights' squares and sizes. The penalties are sums.",
            ),
            (error + l2 * squares.sqrt() + l1 * sizes, "You took the root of Σ w². The penalty is the sum itself."),
            (error + l2 * squares / 2 + l1 * sizes, "Your L2 penalty is half of what it should be."),
            (
                error + l2 * squares + l1 * w.sum(),
                "You added up the weights with their sign, so that negative ones are rewarded. Their size is meant.",
            ),
            (
                error + l2 * w.sum() ** 2 + l1 * sizes,
                "You took the square of the sum, in which signs cancel. First square each weight, then add up.",
            ),
            (
                error + l2 * squares + l1 * w.abs().max(),
                "Your L1 penalty is the largest weight alone. Of a matrix, torch.linalg.norm(w, 1) is not "
                "the sum of all |w|.",
            ),
            (error + (l2 + l1) * (squares + sizes), "Each penalty has its own strength: l2 for Σ w², l1 for Σ |w|."),
            (
                F.mse_loss(x @ w.T, y) + l2 * squares + l1 * sizes,
                "The bias is missing from the predictions. It is not penalized, but model(x) has it.",
            ),
            (error - l2 * squares - l1 * sizes, "The penalties were taken away from the loss, which rewards weights."),
        ]
        for value, reason in reasons:
            if is_close(result, value) and not is_close(value, wanted):
                raise Mistake(seen, reason)
    check.same(result, wanted, "the loss")


def is_close(one, other):
    return torch.allclose(one.detach(), other, rtol=1e-4)


def test_both(answer):
    """is the error and both penalties"""
    loss(answer)


def test_none(answer):
    """is the error alone where both strengths are 0"""
    loss(answer, l2=False, l1=False)


def test_one_at_a_time(answer):
    """takes each penalty by itself"""
    loss(answer, l1=False)
    loss(answer, l2=False)


def test_gradients(answer):
    """pulls each weight towards 0, and not the bias"""
    for which in ({}, {"l1": False}, {"l2": False}):
        pulled(*loss(answer, **which))


def pulled(result, model, x, y, l2, l1):
    check.uses_autograd(result, "the loss", weight=model.weight, bias=model.bias)
    result.backward()
    w, b = model.weight.detach(), model.bias.detach()
    error = x @ w.T + b - y  # (N, 1)
    of_error = 2 * (error * x).mean(dim=0, keepdim=True)
    wanted = of_error + 2 * l2 * w + l1 * w.sign()
    if not torch.allclose(of_error, wanted, rtol=1e-3) and torch.allclose(model.weight.grad, of_error, rtol=1e-3):
        raise Mistake(
            "The gradient of the weight is that of the mean squared error alone: the penalties are without effect.",
            "They are in the loss as plain numbers, with no graph behind them.",
            "Look for .data, .detach(), .item() or float() on the way from the weight to the loss.",
        )
    check.same(model.weight.grad, wanted, "the gradient of the weight", rtol=1e-3)
    check.same(model.bias.grad, 2 * error.mean().reshape(1), "the gradient of the bias", rtol=1e-3)


def test_corners(answer):
    """is right where weights are 0, and for one feature and one sample"""
    for d, n in ((1, 1), (1, 5), (3, 1), (4, 6)):
        model, x, y = nn.Linear(d, 1), torch.randn(n, d), torch.randn(n, 1)
        with torch.no_grad():
            model.weight.zero_()
        result, *_ = judged(answer, model, x, y, 0.5, 0.25)
        result.backward()
        if model.weight.grad is None or model.weight.grad.isnan().any():
            raise Mistake(
                "Where all weights are 0, the gradient of the weight is nan, or there is none.",
                "A square root has an infinitely steep slope at 0, so a norm that is squared again has no gradient "
                "there.",
                "Look at how Σ w² and Σ |w| are computed.",
            )
        error = model.bias.detach() - y  # (N, 1)
        wanted = 2 * (error * x).mean(dim=0, keepdim=True)
        check.same(model.weight.grad, wanted, "the gradient of a weight that is 0", rtol=1e-3, atol=1e-5)
