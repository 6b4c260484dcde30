"""What each of the three loops must do."""

import copy

import torch
import torch.nn.functional as F
from torch import nn

from tutor import check
from tutor.check import Mistake, number


def sgd(model, rate=0.1):
    return torch.optim.SGD(model.parameters(), lr=rate, momentum=0.5)


def values(model):
    return torch.cat([p.detach().flatten() for p in model.parameters()])


def is_close(one, other):
    return check.near(one, other, rtol=1e-3, atol=1e-4)


# ------------------------------------------------------------------------------------------------------------ numbers


def numbers(n=9):
    x, y = torch.randn(n, 3), 2 * torch.randn(n)
    return nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1)), x, y


def descend(model, x, y, steps):
    """The same with a copy: the copy, and the loss before each step."""
    model, losses = copy.deepcopy(model), []
    optimizer = sgd(model)
    for _ in range(steps):
        loss = (model(x)[:, 0] - y).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return model, losses


def test_numbers(answer):
    """compares each prediction with its own target"""
    for n in (9, 1):
        model, x, y = numbers(n)
        start = copy.deepcopy(model)
        reference, wanted = descend(start, x, y, 5)
        seen = check.loss_of_all_pairs(lambda m=model, x=x, y=y: answer.fit_numbers(m, sgd(m), x, y, 5))
        seen = check.curve(seen, 5, "the list of fit_numbers")
        with torch.no_grad():
            all_pairs = (start(x) - y).square().mean().item()
        if n > 1 and is_close(seen[0], all_pairs):
            raise Mistake(
                f"The first loss of fit_numbers is {number(seen[0])}: a mean over {n}×{n} differences, of each "
                "prediction with each target.",
                "A column (N, 1) and a row (N,) are stretched by broadcasting until they fit.",
            )
        if is_close(seen[0], n * wanted[0]) and n > 1:
            raise Mistake(
                f"The first loss of fit_numbers is {number(seen[0])}, the sum over {n} samples; the mean is "
                f"{number(wanted[0])}."
            )
        with torch.no_grad():
            off = start(x)[:, 0] - y
            flat = start(x).mean() - y
        for other, means in (
            (wanted[1], "That is the loss after the first step. The losses before each step are meant."),
            (off.abs().mean().item(), "That is the mean of the absolute differences. The mean squared error is meant."),
            (off.mean().square().item(), "That is the square of a mean: differences to both sides cancel out first."),
            (flat.square().mean().item(), "Each target was compared with the mean of all predictions."),
        ):
            if n > 1 and is_close(seen[0], other):
                raise Mistake(
                    f"The first loss of fit_numbers is {number(seen[0])}, and it should be {number(wanted[0])}.", means
                )
        check.same(seen, wanted, f"The list of fit_numbers, for {n} samples,", rtol=1e-3, atol=1e-4)
        if not is_close(values(model), values(reference)):
            raise Mistake("After fit_numbers the model is not where these steps of the optimizer lead.")


# ------------------------------------------------------------------------------------------------------------ classes


def classifier(*, norm=True):
    layer = nn.BatchNorm1d(8) if norm else nn.Dropout(0.5)
    return nn.Sequential(nn.Linear(4, 8), layer, nn.Tanh(), nn.Linear(8, 3))


def labelled(n):
    labels = torch.arange(n) % 3
    return torch.randn(n, 4) + 2 * F.one_hot(labels, 4), labels


def batches():
    return [labelled(6), labelled(5), labelled(6)], labelled(11)


def trained(model, train, val, epochs):
    """The same with a copy: the copy, and the validation loss after each epoch."""
    model, losses = copy.deepcopy(model), []
    optimizer = sgd(model)
    for _ in range(epochs):
        model.train()
        for x, labels in train:
            optimizer.zero_grad()
            F.cross_entropy(model(x), labels).backward()
            optimizer.step()
        model.eval()
        with torch.no_grad():
            losses.append(F.cross_entropy(model(val[0]), val[1]).item())
    return model, losses


def watch(layer):
    """A list to which each pass through the layer adds how many samples it has, and whether it is in training mode."""
    passes = []
    layer.register_forward_pre_hook(lambda layer, given: passes.append((len(given[0]), layer.training)))
    return passes


def test_modes(answer):
    """trains in training mode in every epoch"""
    for start in (True, False):
        model, (train, val) = classifier(norm=False).train(start), batches()
        passes = watch(model[1])
        seen = answer.fit_classes(model, sgd(model), train, *val, 3)
        check.curve(seen, 3, "the list of fit_classes")
        validated = {training for size, training in passes if size == len(val[0])}
        if validated == {True, False}:
            raise Mistake(
                "The validation data go through the model in both modes in fit_classes: it trains with them, too, or "
                "is in training mode in some epochs while it validates.",
                "What the model has trained with says nothing about new data. Of the validation data only the loss is "
                "to be looked at, in evaluation mode.",
                "Look at which data the steps are made with.",
            )
        if True in validated:
            raise Mistake(
                "fit_classes validates in training mode.",
                "Then dropout still drops units at random, and batch normalization uses the statistics of this batch.",
                "The validation was right before.",
            )
        modes = [training for size, training in passes if size != len(val[0])]
        if not all(modes):
            epoch = modes.index(False) // len(train)
            raise Mistake(
                f"fit_classes trains in evaluation mode from epoch {epoch} on, counted from 0.",
                "Dropout drops nothing then, and batch normalization learns no statistics. The loss falls all the "
                "same, so nobody notices.",
                "Look at what puts the model in evaluation mode, and at how long that lasts.",
            )
        if len(modes) != 3 * len(train):
            raise Mistake(f"In 3 epochs of {len(train)} batches, fit_classes trains on {len(modes)} batches.")


def test_classes(answer):
    """returns the validation loss after each epoch"""
    model, (train, val) = classifier(), batches()
    start = copy.deepcopy(model)
    reference, wanted = trained(start, train, val, 4)
    seen = check.curve(answer.fit_classes(model, sgd(model), train, *val, 4), 4, "the list of fit_classes")
    check.same(seen, wanted, "The validation losses of fit_classes", rtol=1e-3, atol=1e-4)
    if not is_close(values(model), values(reference)):
        raise Mistake("After fit_classes the model is not where these steps of the optimizer lead.")


# -------------------------------------------------------------------------------------------------------------- watch


def watched(model, train, val, epochs):
    """The same with a copy: the copy, and both curves."""
    model, curves = copy.deepcopy(model), ([], [])
    optimizer = sgd(model)
    for _ in range(epochs):
        loss = F.cross_entropy(model(train[0]), train[1])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        curves[0].append(loss.item())
        with torch.no_grad():
            curves[1].append(F.cross_entropy(model(val[0]), val[1]).item())
    return model, curves


def test_watch(answer):
    """steps with the training data only"""
    model, train, val = nn.Sequential(nn.Linear(4, 3)), labelled(9), labelled(7)
    start, passes = copy.deepcopy(model), watch(model[0])
    reference, wanted = watched(start, train, val, 4)
    result = answer.fit_and_watch(model, sgd(model), train, val, 4)
    if not isinstance(result, tuple | list) or len(result) != 2:
        what = "None" if result is None else f"a {type(result).__name__}"
        raise Mistake(f"fit_and_watch returns {what}, and it should return two lists: of train, and of val.")
    seen = [check.curve(one, 4, f"the list for {name}") for name, one in zip(("train", "val"), result, strict=True)]
    if not is_close(values(model), values(reference)):
        explain_watch(start, model, train, val)
    modes = [training for size, training in passes if size == len(train[0])]
    if not all(modes):
        raise Mistake(
            f"fit_and_watch trains in evaluation mode from epoch {modes.index(False)} on, counted from 0.",
            "The model came in training mode. What puts it in evaluation mode for the validation stays in force.",
            "Look at what ends it before the next step.",
        )
    for other, means in (
        (wanted[1], "That is the curve of val. The curve of train comes first."),
        (
            [*wanted[0][1:], seen[0][-1]],
            "Those are the losses after each step. The one of train is measured before the step, as it was.",
        ),
    ):
        if is_close(seen[0], other):
            raise Mistake(
                f"The first loss of train is {number(seen[0][0])}, and it should be {number(wanted[0][0])}.", means
            )
    check.same(seen[0], wanted[0], "The list for train", rtol=1e-3, atol=1e-4)
    if is_close(seen[1], wanted[0]):
        raise Mistake("The list for val is the same as that for train.", "val has losses of its own.")
    with torch.no_grad():
        before = F.cross_entropy(start(val[0]), val[1]).item()
    if is_close(seen[1][0], before):
        raise Mistake(
            "The first loss of val is that before the first step.",
            "It is to be measured after the step of its epoch, as it was.",
        )
    check.same(seen[1], wanted[1], "The list for val", rtol=1e-3, atol=1e-4)


def explain_watch(start, model, train, val):
    """Raise for a model that did not end where the training data alone lead."""
    both, joined = copy.deepcopy(start), copy.deepcopy(start)
    optimizer = sgd(both)
    for _ in range(4):
        for x, labels in (train, val):
            optimizer.zero_grad()
            F.cross_entropy(both(x), labels).backward()
            optimizer.step()
    optimizer = sgd(joined)
    for _ in range(4):
        optimizer.zero_grad()
        sum(F.cross_entropy(joined(x), labels) for x, labels in (train, val)).backward()
        optimizer.step()
    if is_close(values(model), values(start)):
        raise Mistake("fit_and_watch leaves the model as it is.", "The training data are to step it, once an epoch.")
    if is_close(values(model), values(both)):
        raise Mistake(
            "fit_and_watch takes a step with the validation data, too, in every epoch.",
            "The model is trained on what it is to be judged by. Its validation loss falls like the training loss, and "
            "says nothing about new data.",
            "Look at which lines are for training alone.",
        )
    if is_close(values(model), values(joined)):
        raise Mistake(
            "The gradient of the validation loss goes into the steps of fit_and_watch.",
            "backward() adds to .grad, whichever data the loss is from.",
        )
    raise Mistake(
        "After fit_and_watch the model is not where one step an epoch with the training data leads.",
        "Each step takes a gradient that is of the training data, and of this step, alone.",
        "Look at what is in .grad when the optimizer steps.",
    )


def test_watch_changes_nothing(answer):
    """trains alike, whatever is watched"""
    model, train = nn.Linear(4, 3), labelled(9)
    other = copy.deepcopy(model)
    answer.fit_and_watch(model, sgd(model), train, labelled(7), 3)
    answer.fit_and_watch(other, sgd(other), train, labelled(5), 3)
    if not is_close(values(model), values(other)):
        raise Mistake("With other validation data, fit_and_watch leads to another model.", "Watching changes nothing.")
