"""Binary cross-entropy from logits of every size, against its definition in double precision."""

import torch

from tutor import check
from tutor.check import Mistake, number


def draw(shape=None, scale=2.0):
    """Logits clear of 0, and targets of both kinds."""
    shape = shape or (int(torch.randint(5, 10, ())),)
    size = scale * (0.2 + torch.rand(shape))
    logits = size * (1 - 2 * torch.randint(0, 2, shape))
    flat = torch.randint(0, 2, (logits.numel(),)).float()
    if len(flat) > 1:
        flat[torch.randperm(len(flat))[:2]] = torch.tensor([0.0, 1.0])
    return logits.requires_grad_(), flat.reshape(shape)


def reference(logits, targets):
    """The losses one by one, in float64: −log p is log(1 + e⁻ᶻ)."""
    z = logits.detach().double()
    away = torch.where(targets == 1, -z, z)
    return torch.logaddexp(torch.zeros_like(away), away)


def single(result):
    return isinstance(result, torch.Tensor) and result.shape == () and result.dtype == torch.float32


def test_one_number(answer):
    """returns a tensor of shape ()"""
    for shape in ((6,), (6, 1)):
        logits, targets = draw(shape)
        result = answer.bce(logits, targets)
        check.same(torch.zeros(()) if single(result) else result, torch.zeros(()), f"the loss for shape {shape}")


def judge(result, logits, targets):
    z, each = logits.detach(), reference(logits, targets).float()
    wanted = each.mean()
    if single(result) and not torch.allclose(result.detach(), wanted, rtol=1e-4, atol=1e-6):
        seen = f"Your loss is {number(result.item())}, and it should be {number(wanted.item())}."
        p = torch.sigmoid(z)
        n = torch.tensor(float(z.numel()))
        reasons = [
            (-wanted, "The sign is wrong: the logarithm of a probability is below 0, and the loss is −log of it."),
            (each.sum(), "That is the sum over the samples. The mean does not grow with their number."),
            (
                reference(logits, 1 - targets).float().mean(),
                "The two cases are the wrong way round: −log p belongs to target 1.",
            ),
            ((each * targets).sum() / n, "Samples with target 0 count nothing: their loss is −log(1 − p)."),
            ((each * (1 - targets)).sum() / n, "Samples with target 1 count nothing: their loss is −log p."),
            (
                reference(p, targets).float().mean(),
                "The logit went through the sigmoid twice: log(1 + eᶻ) has one in it already.",
            ),
            ((p - targets).square().mean(), "That is the squared error of p. Cross-entropy takes a logarithm."),
            (wanted / torch.tensor(2.0).log(), "That is the loss in bits, by log2. PyTorch takes the natural one."),
        ]
        for value, reason in reasons:
            if torch.allclose(result.detach(), value, rtol=1e-4) and not torch.allclose(value, wanted, rtol=1e-3):
                raise Mistake(seen, reason)
    check.same(result, wanted, "the loss", rtol=1e-4, atol=1e-5)


def test_value(answer):
    """is the mean of −log p or −log(1 − p)"""
    for shape in (None, (7, 1), (1,)):
        logits, targets = draw(shape)
        judge(answer.bce(logits, targets), logits, targets)


def large():
    """Logits far out on both sides, with each target on each side."""
    size = 120 + 800 * torch.rand(8)
    logits = size * torch.tensor([1.0, 1, 1, 1, -1, -1, -1, -1])
    return logits.requires_grad_(), torch.tensor([0.0, 1.0] * 4)


def test_large(answer):
    """is right where the logits are large"""
    logits, targets = large()
    for z, target in zip(logits.detach().split(1), targets.split(1), strict=True):
        wanted, result = reference(z, target).float().mean(), answer.bce(z.clone().requires_grad_(), target)
        check.same(result * 0 if single(result) and result.isfinite() else wanted * 0, wanted * 0, "the loss")
        value = result.item()
        if abs(value - wanted.item()) <= 1e-3 + 1e-5 * wanted.item():
            continue
        seen = (
            f"For the logit {number(z.item())} and the target {number(target.item())} your loss is {number(value)}, "
            f"and it should be {number(wanted.item())}."
        )
        if value != value or value in (float("inf"), float("-inf")):
            raise Mistake(
                seen,
                "Either p was rounded to 0 or 1, and log 0 is −∞, or eᶻ was too large: above 88 it exceeds the largest "
                "float32.",
                "Look at how the loss can be written without p, and without e raised to anything large.",
            )
        raise Mistake(
            seen,
            "The logit or the probability was cut off. The loss is finite, but wrong, and it has no slope there.",
            "Look at how the loss can be written without p.",
        )


def test_middle(answer):
    """is right where a probability is rounded to 1"""
    logits = torch.tensor([12.0, 18.0, 25.0, -12.0, -18.0, -25.0]) + 2 * torch.rand(6)
    targets = (logits < 0).float()  # all of them quite wrong
    result = answer.bce(logits.requires_grad_(), targets)
    wanted = reference(logits, targets).float().mean()
    if single(result) and not torch.allclose(result.detach(), wanted, rtol=1e-3):
        raise Mistake(
            f"For logits around 20, all of them wrong, your loss is {number(result.item())}, and it should be "
            f"{number(wanted.item())}.",
            "In float32 the sigmoid of 17 or more is exactly 1, so 1 − p has lost all its digits.",
        )
    check.same(result, wanted, "the loss", rtol=1e-3)


def test_gradients(answer):
    """has the gradient p − target, over N"""
    for logits, targets in (draw(), draw((5, 1)), large()):
        result = answer.bce(logits, targets)
        check.uses_autograd(result, "the loss", logits=logits)
        result.backward()
        wanted = (torch.sigmoid(logits.detach()) - targets) / len(targets)
        if logits.grad is not None and logits.grad.isnan().any():
            raise Mistake(
                "The loss is right, and its gradient is nan.",
                "Somewhere on the way inf came up, in a part that the result does not use. Its gradient is 0 · inf.",
                "Look at what torch.where, or a product with 0, hides.",
            )
        check.same(logits.grad, wanted, "the gradient of the logits", atol=1e-5)


def test_by_hand(answer):
    """is written by hand"""
    logits, targets = draw()
    check.avoids(
        lambda: answer.bce(logits, targets),
        "binary_cross_entropy_with_logits",
        "binary_cross_entropy",
        because="It is right, and in your own programs the one to use. Here the formula is to be yours.",
    )
