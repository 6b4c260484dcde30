"""One epoch of training, against the same epoch gone through here."""

import copy

import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from tutor import check
from tutor.check import Mistake, number

SGD = torch.optim.SGD


class Counted(DataLoader):
    """A loader that counts how often it is gone through."""

    passes = 0

    def __iter__(self):
        self.passes += 1
        return super().__iter__()


def momentum(params, lr):
    return SGD(params, lr=lr, momentum=0.9)


def uphill(params, lr):
    return SGD(params, lr=lr, maximize=True)


def draw(*, size=8, last=2, batches=4, drop_last=False):
    """A classifier, a loader of that many batches, the last one smaller and with far higher losses."""
    n, c, d = size * (batches - 1) + last, 3, 4
    labels = torch.arange(n) % c
    means = 2 * torch.randn(c, d)
    x = means[labels] + 0.3 * torch.randn(n, d)
    x[-last:] *= 4 + torch.rand(last, 1)
    labels[-last:] = (labels[-last:] + 1) % c
    model = nn.Sequential(nn.Linear(d, 6), nn.Tanh(), nn.Linear(6, c))
    with torch.no_grad():
        model[-1].weight.mul_(3)
    return model, Counted(TensorDataset(x, labels), batch_size=size, drop_last=drop_last)


def gone_through(model, make, rate, loader, *, steps=True):
    """The same epoch with a copy: the copy, for each batch its size and the loss before its step, and the one after."""
    model = copy.deepcopy(model).train()
    optimizer = make(model.parameters(), lr=rate)
    sizes, before, after = [], [], []
    for x, labels in loader:
        loss = F.cross_entropy(model(x), labels)
        sizes.append(len(labels))
        before.append(loss.item())
        if steps:
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        after.append(F.cross_entropy(model(x), labels).item())
    return model, sizes, before, after


def mean(sizes, losses):
    return sum(n * loss for n, loss in zip(sizes, losses, strict=True)) / sum(sizes)


def values(model):
    return torch.cat([p.detach().flatten() for p in model.parameters()])


def is_close(one, other):
    return check.near(one, other, rtol=1e-4, atol=1e-6)


def test_number(answer):
    """returns the loss as a Python float"""
    model, loader = draw()
    loss = answer.one_epoch(model, SGD(model.parameters(), lr=0.1), loader)
    check.keeps_the_graph([loss], "The returned loss")
    if isinstance(loss, list | tuple):
        raise Mistake(
            f"one_epoch returns a {type(loss).__name__} of {len(loss)}, and it should return one number.",
            "The loss of the epoch is one mean over all its examples.",
        )
    check.same(1.0 if isinstance(loss, float) else loss, 1.0, "The returned loss")


def test_steps(answer):
    """takes one step for each batch"""
    model, loader = draw()
    start, before = copy.deepcopy(model), check.snapshot(model)
    try:
        check.gradients_grow(lambda: answer.one_epoch(model, SGD(model.parameters(), lr=0.1), loader), model)
    except Mistake:  # gradients may also grow on purpose, for one step of the whole epoch
        explain_steps(start, model, loader)
        raise
    passes = loader.passes
    check.never_moved(before, model)
    if not is_close(values(model), values(gone_through(start, SGD, 0.1, loader)[0])):
        explain_steps(start, model, loader)
        raise Mistake(
            "After the epoch the parameters are not where one step of gradient descent for each batch leads.",
            "Each step goes against the gradient of the mean cross-entropy of its batch, with the optimizer that was "
            "given.",
        )
    if passes > 1:
        raise Mistake(
            f"The loader was gone through {passes} times, and an epoch is one pass.",
            "Each further pass reads all the data again. What is to be counted can be counted on the way.",
            "Look at where else batches are taken from the loader than in the loop that trains.",
        )


def explain_steps(start, model, loader):
    """Raise for what is known to lead elsewhere."""
    batches = len(loader)
    once = copy.deepcopy(start)
    optimizer = SGD(once.parameters(), lr=0.1)
    for x, labels in loader:
        F.cross_entropy(once(x), labels).backward()
    optimizer.step()
    (x, labels), *_ = loader
    first, *_ = gone_through(start, SGD, 0.1, [(x, labels)])
    last, *_ = gone_through(start, SGD, 0.1, list(loader)[-1:])
    twice = gone_through(gone_through(start, SGD, 0.1, loader)[0], SGD, 0.1, loader)[0]
    ascent = gone_through(start, uphill, 0.1, loader)[0]
    softmax = nn.Sequential(copy.deepcopy(start), nn.Softmax(dim=1))
    softmax = gone_through(softmax, SGD, 0.1, loader)[0]
    summed = copy.deepcopy(start)
    optimizer = SGD(summed.parameters(), lr=0.1)
    for x, labels in loader:
        optimizer.zero_grad()
        F.cross_entropy(summed(x), labels, reduction="sum").backward()
        optimizer.step()
    for other, seen, means in (
        (once, "one step was taken for the whole epoch.", "Gradients of all batches came together before it."),
        (first, "only the first batch was trained on.", "A return inside a loop ends it in its first turn."),
        (last, "only the last batch was trained on.", "What should be done for each batch stands inside the loop."),
        (twice, "the epoch was gone through twice.", "In an epoch each example is trained on once."),
        (ascent, "the steps went to where the loss grows.", "A step goes against the gradient."),
        (
            softmax,
            "the scores went through a softmax before the cross-entropy.",
            "F.cross_entropy applies it itself; twice, learning stalls.",
        ),
        (
            summed,
            "each step was made with the sum over its batch.",
            "The mean keeps steps of one size, however many examples are in a batch.",
        ),
    ):
        if is_close(values(model), values(other)):
            raise Mistake(f"The loader gave {batches} batches, and {seen}", means)


def test_any_optimizer(answer):
    """steps with the optimizer that it was given"""
    for make in (momentum, torch.optim.Adam):
        model, loader = draw()
        start = copy.deepcopy(model)
        optimizer = make(model.parameters(), lr=0.05)
        answer.one_epoch(model, optimizer, loader)
        reference = gone_through(start, make, 0.05, loader)[0]
        if not check.near(values(model), values(reference), rtol=1e-3, atol=1e-4):
            kind = "momentum" if make is momentum else "Adam"
            raise Mistake(
                f"Given an optimizer with {kind}, the epoch leads elsewhere than its steps do.",
                "The optimizer that came in knows the rate, and how a step is made; it also remembers earlier steps.",
                "Look at which optimizer your loop calls.",
            )


def test_mean_loss(answer):
    """returns the mean loss over the examples"""
    model, loader = draw()
    start = copy.deepcopy(model)
    seen = answer.one_epoch(model, SGD(model.parameters(), lr=0.1), loader)
    _, sizes, before, after = gone_through(start, SGD, 0.1, loader)
    wanted = mean(sizes, before)
    if is_close(seen, wanted):
        return
    _, _, still, _ = gone_through(start, SGD, 0.1, loader, steps=False)
    with torch.no_grad():
        end = [F.cross_entropy(model(x), labels).item() for x, labels in loader]
    said = (
        f"The loader gave batches of {', '.join(map(str, sizes))} examples, with the mean losses "
        f"{', '.join(map(number, before))}. You return {number(seen)}, and the mean over the examples is "
        f"{number(wanted)}."
    )
    for other, means in (
        (
            sum(before) / len(before),
            "That is the mean of the batches' means. In it an example of the small last batch counts four times as "
            "much as one of the others.",
        ),
        (before[-1], "That is the loss of the last batch alone. It says little about the epoch."),
        (before[0], "That is the loss of the first batch alone."),
        (sum(before), "That is the sum of the batches' means."),
        (sum(before) / sum(sizes), "That is a sum of means, divided by the number of examples: divided twice."),
        (wanted * sum(sizes), "That is the sum over the examples; it is still to be divided by how many there are."),
        (wanted * sum(sizes) / len(sizes), "That is the sum over the examples, divided by the number of batches."),
        (mean(sizes, after), "Those are the losses after each batch's step. The ones before it are meant."),
        (mean(sizes, end), "Those are the losses after the whole epoch."),
        (mean(sizes, still), "Those are the losses before the whole epoch."),
        (
            sum(sizes[0] * loss for loss in before) / sum(sizes),
            "Each batch was counted as if it had as many examples as the first.",
        ),
    ):
        if is_close(seen, other):
            raise Mistake(said, means)
    raise Mistake(said, "Take the sum of the losses of all examples, and divide it by how many there were.")


def test_drop_last(answer):
    """counts the examples that the loader gave"""
    model, loader = draw(drop_last=True)
    start = copy.deepcopy(model)
    seen = answer.one_epoch(model, SGD(model.parameters(), lr=0.1), loader)
    _, sizes, before, _ = gone_through(start, SGD, 0.1, loader)
    wanted, held = mean(sizes, before), len(loader.dataset)
    if is_close(seen, wanted):
        return
    means = ""
    if is_close(seen, wanted * sum(sizes) / held):
        means = "You divide by the length of the data set. With drop_last its last examples were never seen."
    raise Mistake(
        f"With drop_last the loader gave {sum(sizes)} of {held} examples. You return {number(seen)}, and the mean over "
        f"those it gave is {number(wanted)}.",
        means,
    )


def test_one_batch(answer):
    """takes batches of every size, down to a single example"""
    for size, last, batches in ((5, 1, 3), (6, 6, 1), (1, 1, 3)):
        model, loader = draw(size=size, last=last, batches=batches)
        start = copy.deepcopy(model)
        seen = answer.one_epoch(model, SGD(model.parameters(), lr=0.01), loader)
        _, sizes, before, _ = gone_through(start, SGD, 0.01, loader)
        check.same(seen, mean(sizes, before), f"The loss of an epoch with batches of {', '.join(map(str, sizes))}")


def test_train_mode(answer):
    """trains in training mode"""
    model, loader = draw()
    model.append(nn.Dropout(0.1)).eval()
    modes = []
    model[-1].register_forward_pre_hook(lambda layer, _: modes.append(layer.training))
    answer.one_epoch(model, SGD(model.parameters(), lr=0.1), loader)
    if not all(modes):
        raise Mistake(
            "The model came in evaluation mode, as it is after a validation, and was trained in it.",
            "Then dropout drops nothing, and batch normalization learns no statistics.",
            "Look at what should be called on the model before the first batch.",
        )
