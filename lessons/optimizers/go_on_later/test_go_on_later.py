"""A training with a break, compared with the same one without."""

import copy

import torch
import torch.nn.functional as F
from torch import nn

from tutor.check import Mistake

ADAM = torch.optim.Adam


def momentum(params, lr):
    return torch.optim.SGD(params, lr=lr, momentum=0.9)


def new(make, rate):
    """A new model, and a new optimizer for it."""
    model = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1))
    return model, make(model.parameters(), lr=rate)


def train(model, optimizer, data, steps):
    for _ in range(steps):
        optimizer.zero_grad()
        F.mse_loss(model(data[0]), data[1]).backward()
        optimizer.step()


def values(model):
    return torch.cat([p.detach().flatten() for p in model.parameters()]).clone()


def broken_off(answer, make, *, on=0):
    """Train, save, train the old ones `on` steps more, restore into new ones: these, and what they should be."""
    data = torch.randn(20, 3), torch.randn(20, 1)
    model, optimizer = new(make, 0.05)
    train(model, optimizer, data, 15)
    for group in optimizer.param_groups:
        group["lr"] = 0.02  # as a schedule would
    exact = copy.deepcopy((model, optimizer.state_dict()))
    checkpoint = answer.save(model, optimizer)
    if not isinstance(checkpoint, dict):
        what = "None" if checkpoint is None else f"a {type(checkpoint).__name__}"
        raise Mistake(f"save returns {what}, and it should return a dict.")
    train(model, optimizer, data, on)
    fresh, fresh_optimizer = new(make, 0.05)
    before = values(fresh)
    answer.restore(checkpoint, fresh, fresh_optimizer)
    if torch.equal(values(fresh), before):
        raise Mistake(
            "After restore the new model's parameters are what they were before it: nothing was put into them.",
            "model = … inside of restore only gives the name to something else; whoever called it still has the old "
            "one. And what state_dict() returns is not written back by itself.",
            "Look at load_state_dict().",
        )
    reference, state = exact
    reference_optimizer = make(reference.parameters(), lr=0.05)
    reference_optimizer.load_state_dict(state)
    return (fresh, fresh_optimizer), (reference, reference_optimizer), data


def same_parameters(fresh, reference):
    apart = (values(fresh) - values(reference)).abs().max().item()
    if apart > 1e-6:
        raise Mistake(
            f"After restore the new model's parameters are not those of the checkpoint: one is off by {apart:.2g}.",
            "The training would begin somewhere else.",
        )


def goes_on(answer, make):
    (fresh, optimizer), (reference, reference_optimizer), data = broken_off(answer, make)
    same_parameters(fresh, reference)
    at_restore = values(fresh)
    train(fresh, optimizer, data, 5)
    train(reference, reference_optimizer, data, 5)
    if torch.equal(values(fresh), at_restore):
        raise Mistake(
            "After restore five steps leave the new model as it is.",
            "The optimizer steps the tensors it was made with, and they are no longer the model's parameters.",
        )
    apart = (values(fresh) - values(reference)).abs().max().item()
    if apart > 1e-6:
        kind = type(optimizer).__name__
        raise Mistake(
            f"The parameters are right after restore, but five steps later one is off by {apart:.2g}.",
            f"The new optimizer, {kind}, goes on without its state: its running means begin at zero, or its options "
            "are those of the beginning. Its state is kept by parameter, and that of the old parameters means nothing "
            "to the new ones.",
            "Look at what an optimizer's own state_dict() holds.",
        )


def test_parameters(answer):
    """brings the parameters back"""
    (fresh, _), (reference, _), _ = broken_off(answer, ADAM)
    same_parameters(fresh, reference)


def test_adam(answer):
    """goes on with Adam as if there had been no break"""
    goes_on(answer, ADAM)


def test_momentum(answer):
    """goes on with momentum as if there had been no break"""
    goes_on(answer, momentum)


def test_checkpoint_stays(answer):
    """keeps the checkpoint as it was when the old model trains on"""
    (fresh, optimizer), (reference, reference_optimizer), data = broken_off(answer, ADAM, on=10)
    train(fresh, optimizer, data, 3)
    train(reference, reference_optimizer, data, 3)
    apart = (values(fresh) - values(reference)).abs().max().item()
    if apart > 1e-6:
        raise Mistake(
            "The old model was trained on after save. Restored from the checkpoint, the new training does not go on "
            f"from the time of save: three steps later one parameter is off by {apart:.2g}.",
            "A state_dict is no copy: its tensors are those of the model and of the optimizer, and change with them. "
            "What it leaves out is not saved at all.",
        )
