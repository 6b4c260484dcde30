"""A neuron with a state, trained as the numbers come in: the state's number goes on, its graph does not."""

import math

import torch

from tutor import check
from tutor.check import Mistake, number


def draw():
    """w, u, xs (T,), ys (T,) and a rate; the state matters, and no tanh is flat."""
    t = int(torch.randint(5, 9, ()))
    w = (0.7 + 0.3 * torch.rand(())).requires_grad_()
    u = (0.5 + 0.3 * torch.rand(())).requires_grad_()
    xs = 0.4 + 0.6 * torch.rand(t)
    ys = -0.6 * torch.ones(t) + 0.1 * torch.randn(t)
    return w, u, xs, ys, round(0.05 + 0.1 * torch.rand(()).item(), 3)


def by_formula(w, u, xs, ys, rate, keeps=True):
    """The losses, and w and u at the end, each step's gradients from that step alone. `keeps`: whether h goes on."""
    w, u, h, losses = w.item(), u.item(), 0.0, []
    for x, y in zip(xs.tolist(), ys.tolist(), strict=True):
        new = math.tanh(w * h + u * x)
        slope = 2 * (new - y) * (1 - new**2)
        losses.append((new - y) ** 2)
        w, u = w - rate * slope * h, u - rate * slope * x
        h = new if keeps else 0.0
    return losses, w, u


def trained(answer, w, u, xs, ys, rate):
    """The losses of an answer, as numbers."""
    try:
        losses = answer.train(w, u, xs.clone(), ys.clone(), rate)
    except RuntimeError as error:
        raise explained(str(error)) or error from None
    except TypeError as error:
        if "NoneType" not in str(error):
            raise
        raise Mistake(
            "At a step, w.grad is None: backward() has left nothing there.",
            "The backward pass from this step's loss did not reach w: it was cut in between, or it did not happen.",
            "Look at the step's own path, from w and u through the new h to the loss, and at backward().",
        ) from None
    numbers = check.curve(losses, len(xs))
    if any(isinstance(one, torch.Tensor) for one in losses):
        raise Mistake(
            "losses holds tensors, and it should hold a Python number for each step.",
            "For a single number .item() gives it.",
        )
    return numbers


def explained(said):
    """The mistake behind an error of autograd, where it is a known one."""
    if "second time" in said:
        return Mistake(
            "The backward pass comes through the same nodes a second time, and they are used up.",
            "h was made in an earlier step, and still has that step's graph behind it. So the new graph hangs on the "
            "old one.",
            "Look at what goes from one turn of the loop into the next.",
        )
    if "modified by an inplace operation" in said:
        return Mistake(
            "The first error is gone, and another one has come: something that a node has saved was changed in place.",
            "The graphs of earlier steps are kept, and they have saved w as it was. Since then a step has changed w.",
            "The backward pass should not lead into earlier steps at all. Look at what goes from one turn of the loop "
            "into the next.",
        )
    if "does not require grad" in said:
        return Mistake(
            "The loss has no graph, so there is no path back to w and u.",
            "It was cut before the loss was computed, or nothing was recorded.",
            "The step's own path has to stay: from w and u through the new h to the loss. What is to go is the past of "
            "the old h.",
        )
    return None


def test_runs(answer):
    """goes through all steps, and gives a loss for each"""
    w, u, xs, ys, rate = draw()
    trained(answer, w, u, xs, ys, rate)


def test_fresh_gradients(answer):
    """uses in each step the gradients of that step alone"""
    w, u, xs, ys, rate = draw()
    check.gradients_grow(lambda: trained(answer, w, u, xs, ys, rate), {"w": w, "u": u})


def test_losses(answer):
    """carries the number h on from step to step"""
    w, u, xs, ys, rate = draw()
    wanted, _, _ = by_formula(w, u, xs, ys, rate)
    w0, u0 = w.item(), u.item()
    forgetful, _, _ = by_formula(w, u, xs, ys, rate, keeps=False)
    losses = trained(answer, w, u, xs, ys, rate)
    if alike(losses, wanted):
        return
    if alike(losses, forgetful):
        raise Mistake(
            f"The second loss is {number(losses[1])}, and it should be {number(wanted[1])}.",
            "At each step h begins at 0 again, so the neuron has no memory. Its number is to go on; only the graph "
            "behind it is not.",
        )
    for step, (one, other) in enumerate(zip(losses, wanted, strict=True)):
        if not alike([one], [other]):
            for value, words in after_one_step(w0, u0, xs, ys, rate) if step == 1 else ():
                if alike([one], [value]):
                    raise Mistake(f"The second loss is {number(one)}, and it should be {number(other)}.", words)
            raise Mistake(
                f"The loss of step {step} is {number(one)}, and it should be {number(other)}.",
                "The first step was right. Each takes the gradients of its own loss, with the old h as a given number. "
                "Do yours also go through earlier steps, or is a path cut that belongs to this one?"
                if step > 1
                else "",
            )


def after_one_step(w, u, xs, ys, rate):
    """(second loss, what it is) of the ways in which the first step goes wrong. It moves u alone, as the old h is 0."""
    x, y, x2, y2 = xs[0].item(), ys[0].item(), xs[1].item(), ys[1].item()
    h = math.tanh(u * x)
    step = rate * 2 * (h - y) * (1 - h**2) * x

    def loss(old, u):
        return (math.tanh(w * old + u * x2) - y2) ** 2

    yield loss(h, u), "After the first step u was still what it was: its own gradient was not subtracted from it."
    yield loss(h, u + step), "The first step went uphill: rate · gradient was added, and it is to be subtracted."
    yield (
        loss(math.tanh((u - step) * x), u - step),
        "The old h was computed again, with the u that the step has changed. The number that goes on is the h of which "
        "the loss was computed.",
    )


def alike(some, others):
    return all(abs(one - other) <= 1e-3 * abs(other) + 1e-5 for one, other in zip(some, others, strict=True))


def test_ends(answer):
    """changes w and u in place, to where these steps lead"""
    w, u, xs, ys, rate = draw()
    _, by_w, by_u = by_formula(w, u, xs, ys, rate)
    before = check.snapshot({"w": w, "u": u})
    trained(answer, w, u, xs, ys, rate)
    if all(torch.equal(before[name], one.detach()) for name, one in (("w", w), ("u", u))):
        raise Mistake(
            "After the training run, w and u are as they were before it.",
            "The caller holds the tensors that were handed over. They are to be changed in place, as with -=.",
        )
    for name, one, wanted in (("w", w, by_w), ("u", u, by_u)):
        if not alike([one.item()], [wanted]):
            raise Mistake(
                f"After {len(xs)} steps {name} is {number(one.item())}, and it should be {number(wanted)}.",
                "Each step takes the gradients of its own loss, with the old h as a given number. Do yours also go "
                "through earlier steps, or is a path cut that belongs to this one?",
            )
