"""What the Huber loss must be, whichever way it is computed."""

import functools

import torch

from tutor import check
from tutor.check import Mistake, number


def draw(*, small=True, large=True):
    """Prediction and target (N, 1), and δ; errors of both signs, well inside of δ, well beyond it, or both."""
    delta = round(1.4 + torch.rand(()).item(), 2)
    n = int(torch.randint(3, 6, ()))
    inside = (0.2 + 0.7 * torch.rand(2 * n)) * delta
    beyond = (1.3 + 2 * torch.rand(2 * n)) * delta
    if small and large:
        inside = inside[:-2]  # fewer than beyond, so that the sum of two means is not twice the mean
    sizes = torch.cat([inside] * small + [beyond] * large)
    signs = torch.tensor([1.0, -1.0]).repeat(len(sizes) // 2)
    error = (signs * sizes)[torch.randperm(len(sizes))].unsqueeze(1)
    target = torch.randn(len(sizes), 1)
    return (target + error).requires_grad_(), target, delta


def by_formula(e, delta):
    """The mean of e²/2 up to δ and δ·(|e| − δ/2) beyond."""
    return torch.where(e.abs() <= delta, e**2 / 2, delta * (e.abs() - delta / 2)).mean()


@functools.cache
def loss(answer, **errors):
    """The loss of such errors, which is looked at once, whichever check is the first to ask for it."""
    prediction, target, delta = draw(**errors)
    result = answer.huber(prediction, target, delta)
    e = (prediction - target).detach()
    try:
        judge_value(result, e, delta)
    except Mistake:
        check.loss_of_all_pairs(lambda: answer.huber(prediction, target, delta))  # if that is why
        raise
    return result, prediction, e, delta


def judge_value(result, e, delta):
    """Raise unless the loss is that of the errors e."""
    wanted = by_formula(e, delta)
    single = isinstance(result, torch.Tensor) and result.shape == () and result.dtype == wanted.dtype
    if single and not is_close(result, wanted):
        size = e.abs()
        far, near = delta * (size - delta / 2), e**2 / 2
        seen = (
            f"For δ = {number(delta)} your loss is {number(result.item())}, and it should be {number(wanted.item())}."
        )
        reasons = [
            (wanted * len(e), "That is the sum over all errors. A mean does not grow with their number."),
            (2 * wanted, "That is twice what it should be. Near zero the formula has e²/2, beyond δ it has |e| − δ/2."),
            (wanted / delta, "That is the loss divided by δ. So F.smooth_l1_loss has it; its pull ends at 1."),
            (
                torch.where(size <= delta, near, delta * size).mean(),
                "Your curve jumps at |e| = δ, from δ²/2 to δ²: beyond it, look at the part −δ²/2 of the formula.",
            ),
            (
                torch.where(size <= delta, e**2, far).mean(),
                "Near zero you took e² without the half. Then the two branches do not meet at δ.",
            ),
            (
                near.mean(),
                "You took e²/2 for every error. Beyond δ the line takes over, so that a large error pulls no harder.",
            ),
            (torch.where(size <= delta, far, near).mean(), "The two branches are chosen the other way round."),
            (
                torch.where(e <= delta, near, far).mean(),
                "Large negative errors went to the wrong branch: −5 is below δ, too. It is |e| that decides.",
            ),
            (
                torch.where(size <= delta, near, delta * (e - delta / 2)).mean(),
                "Large negative errors count below 0 in your loss. Beyond δ it is |e| that counts.",
            ),
            (
                torch.where(size <= delta, near, delta * (size - delta) / 2).mean(),
                "Beyond δ you took δ · (|e| − δ)/2. In the formula only δ is halved, inside the bracket: |e| − δ/2.",
            ),
            (
                torch.where(size <= delta, near, delta * size - delta / 2).mean(),
                "Beyond δ you took δ · |e| − δ/2. The bracket of the formula counts: δ multiplies all of |e| − δ/2.",
            ),
            (
                e.clamp(-delta, delta).square().mean() / 2,
                "Beyond δ your loss is flat, as if every larger error were δ. Then large errors do not pull at all.",
            ),
            (far.mean(), "One branch was taken for all errors. Each error is to be asked by itself."),
            (
                near[size <= delta].mean() + far[size > delta].mean(),
                "You added up two means, one of the small errors and one of the large. There is one mean, over all N.",
            ),
            (by_formula(e, 1.0), "That is the loss as if δ were 1."),
            (
                by_formula(e.mean(), delta),
                "That is the loss of the mean error, in which opposite signs cancel. First each loss, then the mean.",
            ),
        ]
        for value, reason in reasons:
            if is_close(result, value) and not is_close(value, wanted):
                raise Mistake(seen, reason)
    check.same(result, wanted, "the loss")


def is_close(one, other):
    return torch.allclose(one.detach(), other, rtol=1e-4)


def test_both(answer):
    """is the mean over small and large errors"""
    loss(answer)


def test_small(answer):
    """is half the mean square where all errors are small"""
    loss(answer, large=False)


def test_large(answer):
    """grows like a straight line where all errors are large"""
    loss(answer, small=False)


def test_gradients(answer):
    """pulls with the error, but never harder than δ"""
    for errors in ({}, {"large": False}, {"small": False}):
        result, prediction, e, delta = loss(answer, **errors)
        pulls(result, prediction, e, delta)


def pulls(result, prediction, e, delta, where=""):
    check.uses_autograd(result, "the loss", prediction=prediction)
    result.backward()
    check.same(prediction.grad, e.clamp(-delta, delta) / len(e), f"the gradient of the prediction{where}")


def test_corners(answer):
    """is right at an error of 0 and at one of just δ"""
    target, delta = torch.tensor([[1.0], [2.0], [-1.0], [0.5]]), 1.5
    e = torch.tensor([[0.0], [1.5], [-1.5], [0.0]])
    prediction = (target + e).requires_grad_()
    result = answer.huber(prediction, target, delta)
    judge_value(result, e, delta)
    check.uses_autograd(result, "the loss", prediction=prediction)
    result.backward()
    if prediction.grad.isnan().any():
        raise Mistake(
            "Where the error is 0, the gradient of the prediction is nan.",
            "A square root has an infinitely steep slope at 0, and autograd multiplies that by 0. So √(e²) has no "
            "gradient there.",
            "Look at how |e| is computed.",
        )
    check.same(prediction.grad, e.clamp(-delta, delta) / len(e), "the gradient of the prediction at errors 0 and ±δ")


def test_kinds(answer):
    """is right for one sample, for whole δ, and in float64"""
    for n, dtype, delta in ((1, torch.float32, 1), (1, torch.float64, 0.3), (7, torch.float64, 2)):
        target = torch.randn(n, 1, dtype=dtype)
        prediction = (target + 3 * torch.randn(n, 1, dtype=dtype)).requires_grad_()
        e = (prediction - target).detach()
        result = answer.huber(prediction, target, delta)
        check.same(result, by_formula(e, delta), f"the loss for N = {n}, dtype {dtype}, δ = {delta}")
        pulls(result, prediction, e, delta, f" for N = {n}, dtype {dtype}, δ = {delta}")


def test_by_hand(answer):
    """is written by hand"""
    prediction, target, delta = draw()
    check.avoids(
        lambda: answer.huber(prediction, target, delta),
        "huber_loss",
        "smooth_l1_loss",
        because="F.huber_loss is right, and in your own programs the one to use. Here the formula is to be yours.",
    )
