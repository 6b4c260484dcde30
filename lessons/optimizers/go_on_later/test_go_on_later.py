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
    model = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.Tanh(), nn.Linear(4, 1))
    return model, make(model.parameters(), lr=rate)


def train_on(model, optimizer, data, steps):
    """Train what was restored."""
    try:
        train(model, optimizer, data, steps)
    except (KeyError, AttributeError) as error:
        raise Mistake(
            f"After restore the new optimizer cannot make a step: {type(error).__name__}.",
            "Its state was put there in a form that it does not know: in a state_dict it is kept by the parameters' "
            "numbers, in the optimizer by the parameters themselves.",
            "Look at load_state_dict(), which translates the one into the other.",
        ) from error


def train(model, optimizer, data, steps):
    for _ in range(steps):
        optimizer.zero_grad()
        F.mse_loss(model(data[0]), data[1]).backward()
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


def broken_off(answer, make, *, on=0, again=False):
    """Train, save, train the old ones `on` steps more, restore into new ones: these, and what they should be.

    `again`: the same checkpoint was restored before, and what it was put into was trained.
    """
    data = torch.randn(20, 3), torch.randn(20, 1)
    model, optimizer = new(make, 0.05)
    train(model, optimizer, data, 3)
    for group in optimizer.param_groups:
        group["lr"] = 0.02  # as a schedule would
    exact = copy.deepcopy((model, optimizer.state_dict()))
    checkpoint = saved(answer, model, optimizer)
    train(model, optimizer, data, on)
    if again:
        earlier, its_optimizer = new(make, 0.05)
        answer.restore(checkpoint, earlier, its_optimizer)
        train_on(earlier, its_optimizer, data, 3)
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
    reference, state = exact
    reference_optimizer = make(reference.parameters(), lr=0.05)
    reference_optimizer.load_state_dict(state)
    return (fresh, fresh_optimizer), (reference, reference_optimizer), data


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
    (fresh, optimizer), (reference, reference_optimizer), data = broken_off(answer, make)
    same_parameters(fresh, reference)
    at_restore = values(fresh)
    train_on(fresh, optimizer, data, 3)
    train(reference, reference_optimizer, data, 3)
    if torch.equal(values(fresh), at_restore):
        raise Mistake(
            "After restore three steps leave the new model as it is.",
            "The optimizer steps the tensors it was made with, and they are no longer the model's parameters.",
        )
    off = apart(fresh, reference)
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
    (fresh, optimizer), (reference, reference_optimizer), data = broken_off(answer, ADAM, on=3)
    train_on(fresh, optimizer, data, 3)
    train(reference, reference_optimizer, data, 3)
    off = apart(fresh, reference)
    if not off <= 1e-6:
        raise Mistake(
            "The old model was trained on after save. Restored from the checkpoint, the new training does not go on "
            f"from the time of save: three steps later one parameter is off by {off:.2g}.",
            "A state_dict is no copy: its tensors are those of the model and of the optimizer, and change with them. "
            "What it leaves out is not saved at all.",
        )


def test_several_checkpoints(answer):
    """keeps several checkpoints apart"""
    data = torch.randn(20, 3), torch.randn(20, 1)
    model, optimizer = new(ADAM, 0.05)
    train(model, optimizer, data, 3)
    early, wanted = saved(answer, model, optimizer), values(model)
    train(model, optimizer, data, 3)
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
    (fresh, optimizer), (reference, reference_optimizer), data = broken_off(answer, ADAM, again=True)
    same_parameters(fresh, reference)
    train_on(fresh, optimizer, data, 3)
    train(reference, reference_optimizer, data, 3)
    off = apart(fresh, reference)
    if not off <= 1e-6:
        raise Mistake(
            "A checkpoint was restored, trained on, and restored once more into other new ones. The second time, three "
            f"steps later one parameter is off by {off:.2g}.",
            "An optimizer's load_state_dict does not copy: from then on the tensors in the checkpoint are its running "
            "means, and each step changes them.",
            "Look at what restore hands to load_state_dict.",
        )
