"""Early stopping on curves that are known beforehand, and on a training that over-fits."""

import torch
import torch.nn.functional as F
from torch import nn

from tutor import check
from tutor.check import Mistake, counted, number

FALLS_AND_RISES = [2.0, 1.2, 0.8, 0.9, 1.1, 1.0, 1.3, 1.5]


def network(*, norm=False):
    return nn.Sequential(nn.Linear(3, 2), *([nn.BatchNorm1d(2)] if norm else []))


def copied(model):
    return {name: tensor.clone() for name, tensor in model.state_dict().items()}


class Run:
    """A training whose validation losses are given, and which remembers what the model was after each epoch.

    Only where the model comes to in an epoch counts, and not how it does: its gradients are drawn.
    """

    def __init__(self, model, losses):
        self.model, self.losses = model, losses
        self.optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        self.states = [copied(model)]
        """Before the first epoch, and after each."""
        self.writes = self.written()
        """How often its parameters had been written to, after the last epoch."""
        self.asked = 0

    def one_epoch(self, model):
        model.train()
        with torch.no_grad():
            model(torch.randn(8, 3))  # for statistics of the batch
        for parameter in model.parameters():
            parameter.grad = torch.randn_like(parameter)
        self.optimizer.step()
        self.states.append(copied(self.model))
        self.writes = self.written()

    def validation_loss(self, model):
        model.eval()
        self.asked += 1
        return self.losses[len(self.states) - 2]

    def written(self):
        """How often the values of its parameters have been written to, also with those that stood there before."""
        return [parameter._version for parameter in self.model.parameters()]

    @property
    def epochs(self):
        return len(self.states) - 1


def ran(answer, losses, patience=3, *, norm=False, epochs=None):
    """The run, and what train returned."""
    run = Run(network(norm=norm), losses)
    epochs = len(losses) if epochs is None else epochs
    return run, answer.train(run.model, run.one_epoch, run.validation_loss, epochs, patience)


def is_state(model, state, *, parameters=False):
    now = dict(model.named_parameters()) if parameters else model.state_dict()
    return all(torch.equal(tensor, state[name]) for name, tensor in now.items())


def best_of(losses):
    return min(range(len(losses)), key=losses.__getitem__)


def test_best(answer):
    """leaves the model with the weights of its best epoch"""
    run, _ = ran(answer, FALLS_AND_RISES, 3)
    best = best_of(FALLS_AND_RISES)
    if is_state(run.model, run.states[best + 1]):
        return
    said = f"The validation loss was lowest in epoch {best} of {run.epochs}, counted from 0."
    if run.epochs > len(FALLS_AND_RISES):
        raise Mistake(
            f"At most {len(FALLS_AND_RISES)} epochs were asked for, and {run.epochs} were trained.",
            "Training anew leads elsewhere: the data come in another order, and the optimizer remembers earlier steps.",
            "Look at how to keep the weights of the best epoch while they are there.",
        )
    if is_state(run.model, run.states[-1]):
        last = f"{said} After train the model has the weights of the last epoch."
        if run.written() == run.writes:
            raise Mistake(
                last,
                "After the last epoch nothing was put back into this model. Another model, kept under the name model, "
                "does not change the one that came in.",
                "Look at what puts values into a model that is there already, and whether every way out of train "
                "comes by it.",
            )
        raise Mistake(
            last,
            "state_dict() returns the model's own tensors, and no copies: each later step changes them, also in a dict "
            "that is kept under another name.",
            "Follow one tensor of the best epoch until the end: who else holds it, and who changes it?",
        )
    for epoch, state in enumerate(run.states[:-1]):
        if is_state(run.model, state):
            when = f"epoch {epoch - 1}" if epoch else "the time before training"
            raise Mistake(
                f"{said} After train the model has the weights of {when}.",
                "The weights belong to the loss that was measured with them.",
                "Look at when the copy is made: after which call, and under which condition.",
            )
    raise Mistake(f"{said} After train the model has weights that it had after no epoch.")


def test_same_model(answer):
    """changes the model that came in"""
    run, result = ran(answer, FALLS_AND_RISES, 3)
    if isinstance(result, nn.Module):
        raise Mistake("train returns a model, and it should return the number of the best epoch.")
    before = copied(run.model)
    run.one_epoch(run.model)
    if all(torch.equal(old, new) for old, new in zip(before.values(), run.model.state_dict().values(), strict=True)):
        raise Mistake(
            "After train another epoch of the same optimizer leaves the model as it is.",
            "Its parameters were replaced by other tensors, which the optimizer does not know.",
            "Look at how the values are put back: into the parameters that there are.",
        )


def test_number(answer):
    """returns the number of the best epoch"""
    for losses, patience in ((FALLS_AND_RISES, 3), ([0.5, 0.9, 1.0, 1.1], 2), ([3.0, 2.0, 1.0], 1)):
        _, result = ran(answer, losses, patience)
        result = result.item() if isinstance(result, torch.Tensor) and result.numel() == 1 else result
        check.same(result, best_of(losses), f"The number of the best epoch, with the losses {losses}")


def test_patience(answer):
    """stops as early as it did"""
    for losses, patience, wanted in (
        (FALLS_AND_RISES, 3, 6),
        (FALLS_AND_RISES, 1, 4),
        (FALLS_AND_RISES, 20, 8),
        ([1.0, 1.0, 1.0, 1.0, 1.0], 2, 3),
        ([3.0, 2.0, 1.0], 1, 3),
    ):
        run, _ = ran(answer, losses, patience)
        if run.epochs != wanted:
            raise Mistake(
                f"With the validation losses {losses} and a patience of {patience}, {counted(run.epochs, 'epoch')} "
                f"{'was' if run.epochs == 1 else 'were'} trained, and it should be {wanted}.",
                "When training stops was right before. The weights were not.",
            )


def test_every_place(answer):
    """does so wherever the best epoch is"""
    for losses, patience in (
        ([0.5, 0.9, 1.0, 1.1], 2),  # the first
        ([3.0, 2.0, 1.0], 2),  # the last
        ([2.0, 1.0, 1.5, 0.7, 0.9, 0.8], 5),  # a second low after a first
        ([1.0, 0.5, 0.9, 0.5, 0.8], 5),  # two alike: the first of them
        ([0.4], 1),
    ):
        run, _ = ran(answer, losses, patience)
        best = best_of(losses)
        if not is_state(run.model, run.states[best + 1]):
            have = [epoch - 1 for epoch, state in enumerate(run.states) if is_state(run.model, state)]
            raise Mistake(
                f"With the validation losses {losses} the model should have the weights of epoch {best}; it has those "
                f"of {f'epoch {have[0]}' if have and have[0] >= 0 else 'no epoch'}.",
                "Look at when the copy is made, and at the way on which each end of the loop leads to the return.",
            )


def test_buffers(answer):
    """brings back buffers, too"""
    run, _ = ran(answer, FALLS_AND_RISES, 3, norm=True)
    wanted = run.states[best_of(FALLS_AND_RISES) + 1]
    if is_state(run.model, wanted):
        return
    if is_state(run.model, wanted, parameters=True):
        name = next(name for name, tensor in run.model.named_buffers() if not torch.equal(tensor, wanted[name]))
        raise Mistake(
            f"The parameters are those of the best epoch, but {name} of the batch normalization is not.",
            "Its running mean and variance are buffers. They are no parameters, and change in every epoch.",
            "Look at what a model's state_dict() holds beside its parameters.",
        )
    raise Mistake("With batch normalization in it, the model does not have the weights of its best epoch.")


def test_validated_once(answer):
    """measures the validation loss once an epoch"""
    run, _ = ran(answer, FALLS_AND_RISES, 3)
    if run.asked != run.epochs:
        raise Mistake(
            f"{counted(run.epochs, 'epoch')} were trained, and the validation loss was measured {run.asked} times.",
            "Going through the validation data costs time; once after each epoch is enough.",
        )


def test_training(answer):
    """keeps the lowest validation loss of a real training run"""
    x, noisy = torch.randn(2, 24, 6), torch.randint(2, (2, 24))
    model = nn.Sequential(nn.Linear(6, 16), nn.Tanh(), nn.Linear(16, 2))
    adam, losses = torch.optim.Adam(model.parameters(), lr=0.05), []

    def one_epoch(model):
        adam.zero_grad()
        F.cross_entropy(model(x[0]), noisy[0]).backward()
        adam.step()

    def validation_loss(model):
        with torch.no_grad():
            losses.append(F.cross_entropy(model(x[1]), noisy[1]).item())
        return losses[-1]

    answer.train(model, one_epoch, validation_loss, 20, 5)
    with torch.no_grad():
        now = F.cross_entropy(model(x[1]), noisy[1]).item()
    if not check.near(now, min(losses), rtol=1e-5):
        raise Mistake(
            f"The validation loss of a training run fell to {number(min(losses))}, and rose to {number(losses[-1])}. "
            f"The model that is left has {number(now)}."
        )
