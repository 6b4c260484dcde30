"""The gradient of a batch that goes through in pieces: equal to that of the whole, and with less kept."""

import contextlib
import copy
import weakref

import torch
from torch import nn
from torch.nn import functional

from tutor import check
from tutor.check import Mistake


class Saved:
    """A tensor that a graph keeps for the way back, as long as it does."""

    def __init__(self, tensor):
        self.tensor = tensor


class Net(nn.Module):
    """A classifier that notes how many rows come, when a gradient has come back, and which graphs are still there."""

    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(5, 7), nn.Tanh(), nn.Linear(7, 4))
        self.rows, self.log, self.modes = [], "", []
        self.saved, self.two_graphs = weakref.WeakSet(), False

    def forward(self, x):
        before, logits = len(self.saved), None
        hooks = torch.autograd.graph.saved_tensors_hooks(self.keep, lambda saved: saved.tensor)
        with contextlib.suppress(RuntimeError), hooks:  # torch.func has no such hooks
            logits = self.layers(x)
        if logits is None:
            logits = self.layers(x)
        self.rows.append(len(x))
        self.modes.append(self.training)
        if logits.requires_grad:
            self.log += "f"
            self.two_graphs |= before > 0
            logits.register_hook(lambda _: self.came_back())
        return logits

    def keep(self, tensor):
        saved = Saved(tensor)
        self.saved.add(saved)
        return saved

    def came_back(self):
        self.log += "b"


def batch(n):
    return torch.randn(n, 5), torch.randint(4, (n,))


def mean_gradients(model, x, y):
    """The loss and the gradients of the whole batch at once."""
    twin = copy.deepcopy(model.layers)
    loss = functional.cross_entropy(twin(x), y)
    return loss.detach(), list(torch.autograd.grad(loss, list(twin.parameters())))


def accumulated(answer, model, x, y, most):
    """What the answer returns and leaves in .grad."""
    loss = answer.gradient_of(model, x, y, most)
    found = [p.grad for p in model.parameters()]
    if any(grad is None for grad in found):
        raise Mistake("Afterwards there are parameters without a gradient.", "Each .grad should hold the batch's.")
    return loss, found


def like(one, other):
    return all(torch.allclose(a, b, 1e-4, 1e-6) for a, b in zip(one, other, strict=True))


def test_rows(answer):
    """lets at most so many rows through at a time"""
    for n, most in ((12, 4), (10, 4), (3, 8), (5, 1)):
        model = Net()
        x, y = batch(n)
        answer.gradient_of(model, x, y, most)
        if model.rows and max(model.rows) > most:
            raise Mistake(
                f"With most={most}, {max(model.rows)} rows at a time went through the model.",
                "What a batch keeps for the way back grows with its rows, and memory has no room for so many.",
            )
        if not all(model.modes):
            raise Mistake(
                "The model ran in evaluation mode.",
                "These are gradients for training: after eval() a model with dropout drops nothing.",
            )
        if sum(model.rows) < n:
            raise Mistake(
                f"Of {n} rows with most={most}, {sum(model.rows)} went through the model: {n - sum(model.rows)} were "
                "left out.",
                "The last piece may be smaller than the others.",
            )


def test_graphs(answer):
    """frees each piece's graph before the next"""
    model = Net()
    x, y = batch(12)
    answer.gradient_of(model, x, y, 4)
    if "ff" in model.log:
        raise Mistake(
            "A second piece went through the model before the first had gone back.",
            "Until backward() its graph is kept, so in the end those of all pieces are in memory: as much as for the "
            "whole batch.",
            "Look at where backward() is called.",
        )
    if model.two_graphs:
        raise Mistake(
            "When the second piece went through the model, the graph of the first was still there.",
            "With retain_graph=True backward() does not free it.",
            "Each piece has a graph of its own, which is gone back through once: look at what backward() is called on.",
        )


def test_mean(answer):
    """leaves the gradient of the mean over all rows"""
    for n, most in ((12, 4), (6, 2), (4, 4)):
        model = Net()
        x, y = batch(n)
        before = [p.detach().clone() for p in model.parameters()]
        _, wanted = mean_gradients(model, x, y)
        _, found = accumulated(answer, model, x, y, most)
        if not all(torch.equal(p, old) for p, old in zip(model.parameters(), before, strict=True)):
            raise Mistake("The parameters were changed.", "Here only gradients are wanted; the step is another's.")
        pieces = n // most
        if pieces > 1 and like(found, [pieces * g for g in wanted]):
            raise Mistake(
                f"With {pieces} pieces the gradient is {pieces} times too large.",
                "The mean of each piece was added. Each row should count 1/N, and counts as in a small batch.",
                "Look at how the pieces are weighted.",
            )
        if like(found, [n * g for g in wanted]):
            raise Mistake(
                "What is left is the gradient of the sum over the rows, and that of the mean is wanted.",
                f"It is {n} times as large, as many as there are rows.",
            )
        _, last = mean_gradients(model, x[-most:], y[-most:])
        if pieces > 1 and any(like(found, [factor * g for g in last]) for factor in (1, 1 / pieces)):
            raise Mistake(
                "What is left is the gradient of the last piece alone.",
                "The gradients of the others were cleared before it.",
                "Look at how often zero_grad() is called.",
            )
        first = [mean_gradients(model, a, y[:most])[1] for a in x.split(most)]
        if pieces > 1 and like(found, [sum(parts) / pieces for parts in zip(*first, strict=True)]):
            raise Mistake(
                "Each piece of x was compared with the first numbers of y.",
                "Row by row they belong together, so y has to be cut where x is.",
                "Look at how the pieces of y are made.",
            )
        if sum(model.rows) > n and not like(found, wanted):
            raise Mistake(
                f"{sum(model.rows)} rows went through the model, and there are {n}: some went through more than once.",
                "A piece begins where the one before it ended.",
            )
        for p, grad in zip(wanted, found, strict=True):
            check.same(grad, p, f"A gradient after {pieces} pieces", rtol=1e-4, atol=1e-6)


def test_shares(answer):
    """counts a smaller last piece by its share"""
    for n, most in ((10, 4), (5, 4), (7, 3)):
        model = Net()
        x, y = batch(n)
        _, wanted = mean_gradients(model, x, y)
        _, found = accumulated(answer, model, x, y, most)
        pieces = -(-n // most)
        each = [mean_gradients(model, a, b)[1] for a, b in zip(x.split(most), y.split(most), strict=True)]
        if like(found, [sum(parts) / pieces for parts in zip(*each, strict=True)]):
            raise Mistake(
                f"{n} rows with most={most}: the last piece has {n % most}, and it counts as much as the others.",
                "So each of its rows counts more. By its share of the batch every row counts alike.",
                "Look at what the loss of a piece is multiplied by.",
            )
        for target, grad in zip(wanted, found, strict=True):
            check.same(grad, target, f"A gradient of {n} rows with most={most}", rtol=1e-4, atol=1e-6)


def test_begins_at_zero(answer):
    """begins at zero"""
    model = Net()
    x, y = batch(6)
    left = []
    for p in model.parameters():
        p.grad = torch.randn_like(p)
        left.append(p.grad.clone())
    _, wanted = mean_gradients(model, x, y)
    _, found = accumulated(answer, model, x, y, 3)
    if like(found, [one + other for one, other in zip(wanted, left, strict=True)]):
        raise Mistake(
            "The gradient was added to what was in .grad from before.",
            "A second call would then give twice as much as the first.",
        )
    for target, grad in zip(wanted, found, strict=True):
        check.same(grad, target, "A gradient, where there was one before", rtol=1e-4, atol=1e-6)


def test_loss(answer):
    """returns the mean loss over all rows"""
    for n, most in ((10, 4), (8, 4), (3, 5)):
        model = Net()
        x, y = batch(n)
        wanted, _ = mean_gradients(model, x, y)
        loss, _ = accumulated(answer, model, x, y, most)
        if loss is None:
            raise Mistake("gradient_of returns None, and it should return the mean loss over all rows.")
        check.is_number(loss, "The mean loss over all rows")
        if abs(float(loss) - wanted.item()) > 1e-4 * (1 + wanted.item()):
            raise Mistake(
                f"The mean loss over all {n} rows is {wanted.item():.4f}, and yours is {float(loss):.4f}.",
                "Each piece's loss counts by its share, as its gradient does.",
            )
