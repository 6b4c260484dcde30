"""Accuracy over batches of different sizes, and in which state the model is meanwhile and afterwards."""

import copy

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from tutor import check
from tutor.check import Mistake, number

SIZES, RIGHT = (9, 6, 7, 2), (7, 3, 5, 1)


def classifier(d, c):
    """A classifier with layers that do something else in training mode; its statistics are of other data."""
    model = nn.Sequential(nn.Linear(d, 16), nn.BatchNorm1d(16), nn.ReLU(), nn.Dropout(0.5), nn.Linear(16, c))
    model(3 * torch.randn(40, d) + 1)
    return model


def scores_of(model, x):
    """Of a model in training mode, in evaluation mode."""
    model.eval()
    with torch.no_grad():
        scores = model(x)
    model.train()
    return scores


def draw(sizes=SIZES, right=RIGHT):
    """A classifier, and a loader of batches of these sizes, in which it gets that many right."""
    d, c, n = 5, 4, sum(sizes)
    model = classifier(d, c)
    x = torch.randn(n, d)
    labels = scores_of(model, x).argmax(dim=1)
    ends = torch.tensor(sizes).cumsum(0).tolist()
    batches = [list(range(end - size, end)) for size, end in zip(sizes, ends, strict=True)]
    for batch, good in zip(batches, right, strict=True):
        labels[batch[good:]] = (labels[batch[good:]] + 1 + torch.randint(c - 1, (len(batch) - good,))) % c
    return model, DataLoader(TensorDataset(x, labels), batch_sampler=batches)


def test_number(answer):
    """returns a Python float"""
    seen = answer.accuracy(*draw())
    check.keeps_the_graph([seen], "The accuracy")
    if isinstance(seen, list | tuple):
        raise Mistake(f"accuracy returns a {type(seen).__name__}, and it should return one number.")
    check.same(1.0 if isinstance(seen, float) else seen, 1.0, "The accuracy")


def readings(sizes, right):
    """What the answers to other questions would be, and what is to be said of each."""
    shares, n, good = [a / b for a, b in zip(right, sizes, strict=True)], sum(sizes), sum(right)
    return (
        (
            sum(shares) / len(shares),
            "That is the mean of the batches' accuracies. In it an example of a small batch counts for more than one "
            "of a large one.",
        ),
        (shares[-1], "That is the accuracy of the last batch alone. It says little about the whole."),
        (shares[0], "That is the accuracy of the first batch alone. A return inside a loop ends it in its first turn."),
        (sum(shares), "That is the sum of the batches' accuracies."),
        (sum(shares) / n, "That is the sum of the batches' accuracies, divided by the number of examples."),
        (1 - good / n, "That is the share of what is wrong."),
        (good, "That is how many are right; the share is a number between 0 and 1."),
        (100 * good / n, "That is in percent; the share is a number between 0 and 1."),
        (good / len(sizes), "That is how many are right, divided by the number of batches."),
        (good / (len(sizes) * sizes[0]), "Each batch was counted as if it had as many examples as the first."),
    )


def test_share(answer):
    """returns the share of all examples"""
    draws = [(SIZES, RIGHT), ((8, 5, 10), (5, 4, 9))]  # two: in one a number may fit another reading by chance
    seen = []
    for sizes, right in draws:
        model, loader = draw(sizes, right)
        seen.append(float(answer.accuracy(model.eval(), loader)))  # the mode is the business of another check
    missed = [
        (sizes, right, one)
        for (sizes, right), one in zip(draws, seen, strict=True)
        if not check.near(one, sum(right) / sum(sizes), rtol=1e-5)
    ]
    if not missed:
        return
    sizes, right, one = missed[0]
    said = (
        f"Of batches of {', '.join(map(str, sizes))} examples the model gets {', '.join(map(str, right))} right: "
        f"{sum(right)} of {sum(sizes)}, which is {number(sum(right) / sum(sizes))}. You return {number(one)}."
    )
    for kinds in zip(*(readings(*one) for one in draws), strict=True):
        if all(check.near(one, other, rtol=1e-5) for one, (other, _) in zip(seen, kinds, strict=True)):
            raise Mistake(said, kinds[0][1])
    raise Mistake(said, "The prediction is the class of the highest score in each row of model(x).")


def test_extremes(answer):
    """takes batches down to a single example"""
    for sizes, right in (((4, 1), (4, 1)), ((1, 3), (0, 0)), ((1,), (1,)), ((1, 1), (1, 0))):
        model, loader = draw(sizes, right)
        try:
            seen = answer.accuracy(model.eval(), loader)
        except (IndexError, ValueError) as error:
            raise Mistake(
                f"With batches of {' and '.join(map(str, sizes))} your code stops: {type(error).__name__}: {error}",
                "A batch may hold a single example; its scores are of shape (1, C).",
                "Look at .squeeze(), which also takes away the dimension of the batch where it is 1.",
            ) from error
        check.same(seen, sum(right) / sum(sizes), f"The accuracy of {sum(right)} of {sum(sizes)} right")


def test_eval_mode(answer):
    """evaluates in evaluation mode"""
    model, loader = draw()
    before = copy.deepcopy(model)
    check.evaluates_in_train_mode(lambda: answer.accuracy(model.train(), loader), model)
    for (name, old), new in zip(before.state_dict().items(), model.state_dict().values(), strict=True):
        if not torch.equal(old, new):
            raise Mistake(f"{name} of the model is another after the evaluation.", "An evaluation only looks.")


def test_no_graph(answer):
    """records no graph meanwhile"""
    model, loader = draw()
    check.evaluates_with_gradients(lambda: answer.accuracy(model, loader), model)


def test_mode_after(answer):
    """leaves the model in the mode in which it came"""
    for training in (True, False):
        model, loader = draw()
        model.train(training)
        answer.accuracy(model, loader)
        if model.training is training and all(layer.training is training for layer in model.modules()):
            continue
        came, left = ("training", "evaluation") if training else ("evaluation", "training")
        means = (
            "Whoever trains on with it now trains without dropout."
            if training
            else "Whoever asks it for predictions next gets them from dropout and from the statistics of a batch."
        )
        raise Mistake(
            f"The model came in {came} mode, and is in {left} mode after the evaluation.",
            means,
            "Look at how to remember the mode that it came in.",
        )


def test_gradients_after(answer):
    """records gradients again afterwards"""
    model, loader = draw()
    answer.accuracy(model, loader)
    if not torch.is_grad_enabled():
        torch.set_grad_enabled(True)
        raise Mistake(
            "After the evaluation autograd records nothing any more.",
            "The next backward() would stop with an error: nothing has a graph.",
            "Look at what switches recording off, and at where that ends.",
        )
    frozen = [name for name, parameter in model.named_parameters() if not parameter.requires_grad]
    if frozen:
        raise Mistake(
            f"After the evaluation {frozen[0]} has requires_grad=False.",
            "It is never trained again. An evaluation leaves the parameters as they are.",
            "Look at torch.no_grad(), which ends by itself.",
        )
