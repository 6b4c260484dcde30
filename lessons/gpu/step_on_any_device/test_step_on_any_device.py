"""A step of training wherever it is told: on the CPU by its numbers, and on a device that has none."""

import copy

import torch
from torch import nn
from torch.nn import functional
from torch.optim.optimizer import (
    register_optimizer_step_post_hook,
)

from tutor import check
from tutor.check import Mistake


class Net(nn.Module):
    """A small classifier that notes where its inputs lie, and whether it is being trained."""

    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(5, 4), nn.Tanh(), nn.Linear(4, 3))
        self.inputs_on, self.modes = [], []

    def forward(self, x):
        self.inputs_on.append(x.device)
        self.modes.append(self.training)
        return self.layers(x)


def batch(n=6):
    return torch.randn(n, 5), torch.randint(3, (n,))


def place(model):
    return next(model.parameters()).device


def stepped(answer, model, x, y, device, rate=0.1):
    """What the answer returns, and the parameters that an optimizer stepped with whether they had gradients then;
    errors of devices in words."""
    held, wanted = [], torch.device(device)

    def note(optimizer, *_):
        held.append([(p, p.grad is not None) for group in optimizer.param_groups for p in group["params"]])

    hook = register_optimizer_step_post_hook(note)
    try:
        loss = answer.one_step(model, x, y, device, rate)
    except (RuntimeError, AssertionError, NotImplementedError) as error:
        explain(error, model, wanted)
        raise
    finally:
        hook.remove()
    return loss, held


def explain(error, model, wanted):
    words = str(error)
    if any(name in words for name in ("CUDA", "NVIDIA", "MPS", "XPU", "HIP")) and wanted.type not in words:
        raise Mistake(
            f"one_step was told '{wanted}', and your code asked for another device by name.",
            'A name such as "cuda" in the code is right on some machines only.',
            "Look at each place where something is moved.",
        ) from None
    if "item()" in words or "_local_scalar_dense" in words:
        raise Mistake(
            f"On '{wanted}' a number of a tensor was asked for.",
            "On a GPU, whoever asks for a number waits until all that was queued is done. Here the loss itself is "
            "wanted, as a tensor.",
            "Look for .item(), float(…) or an if.",
        ) from None
    if "Cannot copy out of meta" in words:
        raise Mistake(
            f"Something was brought back from '{wanted}' to the CPU.",
            f"The model stays on the device that it was moved to, and so does the loss: both belong on '{wanted}'.",
            'Look for .cpu(), .to("cpu") and .numpy().',
        ) from None
    if "device" not in words:
        return
    if place(model) != wanted:
        raise Mistake(
            f"The model was not moved: its parameters are on '{place(model)}', and one_step was told '{wanted}'.",
            "What it is given lies on another device then, and the two do not mix.",
        ) from None
    behind = "x" if model.inputs_on and model.inputs_on[-1] != wanted else "y"
    raise Mistake(
        f"The model is on '{wanted}', and {behind} is not.",
        f"A tensor stays where it is: {behind}.to(device) returns a copy there, which has to be kept.",
        f"Look at what becomes of {behind} before it is used.",
    ) from None


def is_tensor(loss):
    if not isinstance(loss, torch.Tensor):
        what = "None" if loss is None else f"a {type(loss).__name__}"
        end = "A function that ends without a return statement gives None." if loss is None else ""
        raise Mistake(f"one_step returns {what}, and it should return the loss, a tensor.", end)


def test_moves(answer):
    """moves the model and the batch to the device that it is told"""
    for device in ("meta", torch.device("meta"), "cpu"):
        model = Net()
        x, y = batch()
        loss, _ = stepped(answer, model, x, y, device)
        wanted = torch.device(device)
        if place(model) != wanted:
            raise Mistake(
                f"The model was not moved: afterwards it is on '{place(model)}', and one_step was told '{wanted}'.",
                "The model that was given is to be moved itself, not a copy of it."
                if model.inputs_on == []
                else "A device that is written in the code is not the one that is told.",
            )
        is_tensor(loss)
        if loss.device != wanted:
            raise Mistake(f"The loss is on '{loss.device}', and one_step was told '{wanted}'.")
        if loss.numel() != 1:
            raise Mistake(f"The loss has the shape {tuple(loss.shape)}; it should be a single number.")


def test_optimizer(answer):
    """gives the optimizer the parameters that were moved"""
    model = Net()
    x, y = batch()
    _, held = stepped(answer, model, x, y, "meta")
    if not held:
        raise Mistake("No optimizer made a step.", "After backward() the gradients are there, but nothing uses them.")
    own = {id(p) for p in model.parameters()}
    if not own <= {id(p) for p, _ in held[-1]}:
        raise Mistake(
            "The optimizer holds parameters that are not the model's.",
            "It was made before the model was moved. On this device a move makes new parameters, and the optimizer "
            "still has the old ones.",
            "Look at the order of the first lines.",
        )
    if not all(has for p, has in held[-1] if id(p) in own):
        raise Mistake(
            "When the step was taken there was a parameter without a gradient.",
            "backward() makes them, and zero_grad() takes them away.",
            "Look at the order of backward(), zero_grad() and step().",
        )


def by_hand(model, x, y, rate):
    """The loss, and the parameters after a step with the gradients of this batch alone."""
    twin = copy.deepcopy(model)
    twin.zero_grad()
    loss = functional.cross_entropy(twin(x), y)
    gradients = torch.autograd.grad(loss, list(twin.parameters()))
    return loss.detach(), [(p - rate * g).detach() for p, g in zip(twin.parameters(), gradients, strict=True)]


def wrong_rate(before, after, wanted, rate):
    """Raise where the step went the right way, with another rate, or by the same amount for each number."""
    flat, moved, target = (torch.cat([p.flatten() for p in each]) for each in (before, after, wanted))
    moved, target = moved - flat, target - flat
    if torch.allclose(moved.abs(), torch.full_like(moved, rate), rtol=0.01):
        raise Mistake(
            f"Each number of the parameters moved by {rate}, whether its gradient is large or small.",
            "So Adam begins. SGD moves each by the rate times its gradient.",
            "Look at the class of the optimizer.",
        )
    ratio = float(moved @ target / (target @ target))
    if not check.near(ratio, 1.0, rtol=1e-3) and torch.allclose(moved, ratio * target, rtol=1e-3, atol=1e-6):
        raise Mistake(
            f"The step was {check.number(ratio)} times the one that is wanted, with rate={rate}.",
            "A step of SGD is the rate times the gradient.",
            "Look at what the optimizer is told as its lr, and at what backward() is called on.",
        )


def test_steps(answer):
    """takes the same step as on the CPU by hand"""
    model = Net()
    for turn, (n, rate) in enumerate(((6, 0.1), (1, 0.5), (9, 0.02))):
        x, y = batch(n)
        before = [p.detach().clone() for p in model.parameters()]
        left = [torch.randn_like(p) for p in model.parameters()] if turn else []
        for p, more in zip(model.parameters(), left, strict=False):
            p.grad = more.clone()
        wanted_loss, wanted = by_hand(model, x, y, rate)
        twice = functional.cross_entropy(model(x).softmax(1), y).detach()
        loss, _ = stepped(answer, model, x, y, "cpu", rate)
        after = [p.detach() for p in model.parameters()]
        if not all(model.modes):
            raise Mistake(
                "The model ran in evaluation mode.",
                "This is a step of training: after eval() a model with dropout drops nothing.",
            )
        if check.near(loss.detach(), twice) and not check.near(wanted_loss, twice):
            raise Mistake(
                "The loss is that of numbers that went through a softmax before.",
                "cross_entropy takes logits, as they come out of the model: it applies the softmax itself.",
                "Look at what the model's outputs pass through before the loss.",
            )
        later = functional.cross_entropy(model(x), y).detach()
        if check.near(loss.detach(), later) and not check.near(wanted_loss, later):
            raise Mistake(
                "The loss that is returned is that after the step.",
                "The model has changed by then. The loss before the step is the one that the gradients came from.",
            )
        check.same(loss.detach(), wanted_loss, "The loss before the step", rtol=1e-4, atol=1e-6)
        if all(torch.equal(one, other) for one, other in zip(before, after, strict=True)):
            raise Mistake("The parameters are what they were before.", "The optimizer's step was not taken.")
        if left and all(
            torch.allclose(p, w - rate * g, 1e-4, 1e-6) for p, w, g in zip(after, wanted, left, strict=True)
        ):
            raise Mistake(
                "The step was taken with the gradients of this batch and those that were left from before.",
                "backward() adds to what is in .grad already.",
                "Look for what clears it.",
            )
        wrong_rate(before, after, wanted, rate)
        for name, found, target in zip(("first weight", "first bias"), after, wanted, strict=False):
            check.same(found, target, f"The {name} after the step", rtol=1e-4, atol=1e-6)
        for found, target in zip(after, wanted, strict=True):
            check.same(found, target, "A parameter after the step", rtol=1e-4, atol=1e-6)
