"""A training with a break, compared with the same one without.

The one without a break is made once; what the answer is given are copies.
"""

import copy
import functools

import torch
from torch import nn

from tutor.check import Mistake

ADAM = torch.optim.Adam
DATA = torch.linspace(-1, 2, 24).square().reshape(8, 3)


def momentum(params, lr):
    return torch.optim.SGD(params, lr=lr, momentum=0.9)


def new(make, rate):
    """A new model, and a new optimizer for it."""
    model = nn.Sequential(nn.BatchNorm1d(3), nn.Linear(3, 1, bias=False))
    return model, make(model.parameters(), lr=rate)


def train_on(model, optimizer, steps):
    """Train what was restored."""
    try:
        train(model, optimizer, steps)
    except (KeyError, AttributeError) as error:
        raise Mistake(
            f"After restore the new optimizer cannot make a step: {type(error).__name__}.",
            "Its state was put there in a form that it does not know: in a state_dict it is kept by the parameters' "
            "numbers, in the optimizer by the parameters themselves.",
            "Look at load_state_dict(), which translates the one into the other.",
        ) from error


def train(model, optimizer, steps):
    """Make steps on the loss Σ p²/2 + p, whose gradient takes no backward pass, after a batch for the batch norm."""
    if steps:
        with torch.no_grad():
            model(DATA)
    for _ in range(steps):
        for p in model.parameters():
            p.grad = p.detach() + 1
        optimizer.step()


def values(model):
    return torch.cat([p.detach().flatten() for p in model.parameters()]).clone()


def apart(one, other):
    """How far the parameters of two models are from each other; inf where there is a nan."""
    off = (values(one) - values(other)).abs().max().item()
    return off if off >= 0 else float("inf")


def saved(answer, model, optimizer):
    checkpoint = answer.save(model, optimizer)
    if not isinstance(checkpoint, dict):
        what = "None" if checkpoint is None else f"a {type(checkpoint).__name__}"
        end = "A function that ends without a return statement gives None." if checkpoint is None else ""
        raise Mistake(f"save returns {what}, and it should return a dict.", end)
    return checkpoint


class Course:
    """A training without a break: where it stands at the time of save, and where three more steps lead."""

    def __init__(self, make):
        model, optimizer = new(make, 0.05)
        train(model, optimizer, 2)
        for group in optimizer.param_groups:
            group["lr"] = 0.02  # as a schedule would
        self.saved, self._state = copy.deepcopy((model, optimizer.state_dict()))
        self._make = make
        train(model, optimizer, 3)
        self.end = model

    def stopped(self):
        """The model and its optimizer at the time of save."""
        model, optimizer = new(self._make, 0.05)
        model.load_state_dict(self.saved.state_dict())
        of_each = {
            number: {name: value.clone() if isinstance(value, torch.Tensor) else value for name, value in one.items()}
            for number, one in self._state["state"].items()
        }
        optimizer.load_state_dict({**self._state, "state": of_each})
        return model, optimizer


course = functools.cache(Course)


def broken_off(answer, make, *, on=0, again=False):
    """Save, train the old ones `on` steps more, restore into new ones: these, and the training without a break.

    `again`: the same checkpoint was restored before, and what it was put into was trained.
    """
    whole = course(make)
    model, optimizer = whole.stopped()
    checkpoint = saved(answer, model, optimizer)
    train(model, optimizer, on)
    if again:
        earlier, its_optimizer = new(make, 0.05)
        answer.restore(checkpoint, earlier, its_optimizer)
        train_on(earlier, its_optimizer, 1)
    fresh, fresh_optimizer = new(make, 0.05)
    before = values(fresh)
    answer.restore(checkpoint, fresh, fresh_optimizer)
    if torch.equal(values(fresh), before):
        raise Mistake(
            "After restore the new model's parameters are what they were before it: nothing was put into them.",
            "model = … inside of restore only gives the name to something else; the caller still has the old "
            "one. And what state_dict() returns is not written back by itself.",
            "Look at load_state_dict().",
        )
    return fresh, fresh_optimizer, whole


def same_parameters(fresh, reference):
    off = apart(fresh, reference)
    if not off <= 1e-6:
        raise Mistake(
            f"After restore the new model's parameters are not those of the checkpoint: one is off by {off:.2g}.",
            "Training would begin somewhere else.",
        )
    for (name, one), other in zip(fresh.named_buffers(), reference.buffers(), strict=True):
        if not torch.allclose(one.float(), other.float()):
            raise Mistake(
                f"The parameters are right after restore, but {name} of a batch norm is not that of the checkpoint.",
                "A layer may remember more than parameters: batch norm keeps running means in buffers.",
                "Look at what a model's state_dict() holds beside its parameters.",
            )


def goes_on(answer, make):
    fresh, optimizer, whole = broken_off(answer, make)
    same_parameters(fresh, whole.saved)
    at_restore = values(fresh)
    train_on(fresh, optimizer, 3)
    if torch.equal(values(fresh), at_restore):
        raise Mistake(
            "After restore three steps leave the new model as it is.",
            "The optimizer steps the tensors it was made with, and they are no longer the model's parameters.",
        )
    off = apart(fresh, whole.end)
    if not off <= 1e-6:
        kind = type(optimizer).__name__
        raise Mistake(
            f"The parameters are right after restore, but three steps later one is off by {off:.2g}.",
            f"The new optimizer, {kind}, goes on without its state: its running means begin at zero, or its options "
            "are those of the beginning. Its state is kept by parameter, and that of the old parameters means nothing "
            "to the new ones.",
            "Look at what an optimizer's own state_dict() holds.",
        )


def test_dict(answer):
    """makes a dict of a model and its optimizer"""
    saved(answer, *new(ADAM, 0.05))


def test_parameters(answer):
    """brings back parameters and buffers"""
    fresh, _, whole = broken_off(answer, ADAM)
    same_parameters(fresh, whole.saved)


def test_adam(answer):
    """goes on with Adam as if there had been no break"""
    goes_on(answer, ADAM)


def test_momentum(answer):
    """goes on with momentum as if there had been no break"""
    goes_on(answer, momentum)


def test_checkpoint_stays(answer):
    """keeps the checkpoint as it was when the old model trains on"""
    fresh, optimizer, whole = broken_off(answer, ADAM, on=1)
    train_on(fresh, optimizer, 3)
    off = apart(fresh, whole.end)
    if not off <= 1e-6:
        raise Mistake(
            "The old model was trained on after save. Restored from the checkpoint, the new training does not go on "
            f"from the time of save: three steps later one parameter is off by {off:.2g}.",
            "A state_dict is no copy: its tensors are those of the model and of the optimizer, and change with them. "
            "What it leaves out is not saved at all.",
        )


def test_several_checkpoints(answer):
    """keeps several checkpoints apart"""
    whole = course(ADAM)
    model, optimizer = whole.stopped()
    early, wanted = saved(answer, model, optimizer), values(model)
    train(model, optimizer, 1)
    saved(answer, model, optimizer)
    fresh, fresh_optimizer = new(ADAM, 0.05)
    answer.restore(early, fresh, fresh_optimizer)
    if not (values(fresh) - wanted).abs().max().item() <= 1e-6:
        raise Mistake(
            "Two checkpoints were made, and restoring the first brings back something else.",
            "Each call of save makes a checkpoint of its own; what is kept outside of it is shared by all.",
            "Look at names outside of the functions, and at default values that are lists or dicts.",
        )


def test_twice(answer):
    """restores the same checkpoint twice"""
    fresh, optimizer, whole = broken_off(answer, ADAM, again=True)
    same_parameters(fresh, whole.saved)
    train_on(fresh, optimizer, 3)
    off = apart(fresh, whole.end)
    if not off <= 1e-6:
        raise Mistake(
            "A checkpoint was restored, trained on, and restored once more into other new ones. The second time, three "
            f"steps later one parameter is off by {off:.2g}.",
            "An optimizer's load_state_dict does not copy: from then on the tensors in the checkpoint are its running "
            "means, and each step changes them.",
            "Look at what restore hands to load_state_dict.",
        )
