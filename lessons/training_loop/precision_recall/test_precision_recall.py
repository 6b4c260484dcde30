"""Precision and recall at a threshold, and in the corners where one of them is 0/0."""

import math

import torch

from tutor import check
from tutor.check import Mistake, number

OTHERS = {
    "specificity": "that is the share of the negatives that were not called, the specificity",
    "accuracy": "that is the accuracy, which counts the many that are rightly not called",
    "share called": "that is the share of all people that were called",
    "hits of all": "that is the share of all people that are positive and called",
    "false alarms": "that is the share of the negatives that were called, the rate of false alarms",
    "negative predictive value": "that is the share of those not called that are negative",
    "F1": "that is the F1 score, the harmonic mean of the two",
    "missed": "that is the share of the positives that was missed",
    "wrong calls": "that is the share of the calls that was wrong",
}

NO_CALL = "Where nobody is called the precision is 0/0. The task says what it is to be: 1.0, since no call was wrong."
NO_POSITIVE = (
    "Where nobody is really positive the recall is 0/0. The task says what it is to be: 1.0, since none was missed."
)


def scores(called, target):
    """Precision, recall, and what else is made of the four counts; nan where it is 0/0."""
    positive = target == 1
    hits, false = int((called & positive).sum()), int((called & ~positive).sum())
    missed, rest = int((~called & positive).sum()), int((~called & ~positive).sum())

    def share(part, whole):
        return part / whole if whole else math.nan

    n = len(target)
    return {
        "precision": share(hits, hits + false),
        "recall": share(hits, hits + missed),
        "specificity": share(rest, rest + false),
        "accuracy": share(hits + rest, n),
        "share called": share(hits + false, n),
        "hits of all": share(hits, n),
        "false alarms": share(false, rest + false),
        "negative predictive value": share(rest, rest + missed),
        "F1": share(2 * hits, 2 * hits + false + missed),
        "missed": share(missed, hits + missed),
        "wrong calls": share(false, hits + false),
    }


def draw(low, high):
    """Probabilities, targets and a threshold between low and high; all scores are other numbers."""
    while True:
        threshold = round(low + (high - low) * torch.rand(()).item(), 2)
        n = int(torch.randint(80, 120, ()))
        target = (torch.rand(n) < 0.3).long()
        probability = torch.sigmoid(1.5 * torch.randn(n) + 2.5 * target - 1)
        found = list(scores(probability > threshold, target).values())
        found += list(scores(probability > 0.5, target).values())[:2]
        found.append(scores(probability < threshold, target)["precision"])  # its recall is the share that is missed
        apart = all(abs(a - b) > 1e-3 for i, a in enumerate(found) for b in found[:i])
        if apart and all(0 < one < 1 for one in found) and (probability - threshold).abs().min() > 1e-4:
            return probability, target, threshold


def both(answer, probability, target, threshold):
    """Precision and recall as the answer has them."""
    try:
        result = answer.precision_recall(probability, target, threshold)
    except ZeroDivisionError as error:
        called, positive = int((probability > threshold).sum()), int((target == 1).sum())
        raise Mistake(
            f"{called} of {len(target)} people are called, {positive} are really positive, and your code divides by 0.",
            "A share of none is 0/0. The task says what is meant then.",
            "Look at the divisor before you divide.",
        ) from error
    if not isinstance(result, tuple | list) or len(result) != 2:
        what = "None" if result is None else f"one {type(result).__name__}"
        end = "A function, or a branch of it, that ends without a return statement gives None."
        raise Mistake(
            f"precision_recall returns {what}, and it should return two numbers: precision, then recall.",
            end if result is None else "",
        )
    return result


def is_float(value, name):
    """Raise for anything but a Python float; nan is one."""
    if type(value) is int:
        raise Mistake(f"The {name} is the int {value}, and it should be a float.", f"As a float it is {value}.0.")
    check.same(0.5 if isinstance(value, float) else value, 0.5, f"The {name}")


def test_floats(answer):
    """returns two Python floats"""
    for name, one in zip(("precision", "recall"), both(answer, *draw(0.4, 0.6)), strict=True):
        is_float(one, name)


def judge(answer, low, high):
    probability, target, threshold = draw(low, high)
    seen = both(answer, probability, target, threshold)
    found = scores(probability > threshold, target)
    wanted = found["precision"], found["recall"]
    if all(check.near(one, other, rtol=1e-5) for one, other in zip(seen, wanted, strict=True)):
        return
    called, positive = probability > threshold, target == 1
    said = (
        f"At the threshold {threshold}, {int(called.sum())} are called, {int(positive.sum())} are really positive, and "
        f"{int((called & positive).sum())} are both. You return {number(float(seen[0]))} and {number(float(seen[1]))}; "
        f"precision and recall are {number(wanted[0])} and {number(wanted[1])}."
    )
    half, below = scores(probability > 0.5, target), scores(probability < threshold, target)
    for pair, means in (
        (wanted[::-1], "The two are the other way round: precision first, which divides by those that were called."),
        ((half["precision"], half["recall"]), "You call at 0.5. The threshold is given."),
        (
            (below["precision"], below["recall"]),
            "You call those below the threshold. Those above it are meant.",
        ),
    ):
        if all(check.near(one, other, rtol=1e-5) for one, other in zip(seen, pair, strict=True)):
            raise Mistake(said, means)
    for name, one, right in zip(("precision", "recall"), seen, wanted, strict=True):
        if check.near(one, right, rtol=1e-5):
            continue
        for other, what in OTHERS.items():
            if check.near(one, found[other], rtol=1e-5):
                raise Mistake(said, f"In place of the {name} you return something else: {what}.")
    if all(check.near(one, other, atol=0.0051) for one, other in zip(seen, wanted, strict=True)):
        raise Mistake(said, "That is nearly so, as after rounding. The shares are meant as they are.")
    if max(map(float, seen)) > 1:
        raise Mistake(
            said,
            "A share is never above 1: what is counted above must be among what is counted below.",
            "Look at how those who are both are picked: a mask picks by True and False, whole numbers pick by place.",
        )
    raise Mistake(said, "Take the counts one by one, and see which your code divides by which.")


def test_high(answer):
    """divides by those that were called, and by those that are positive"""
    for _ in range(3):
        judge(answer, 0.6, 0.8)


def test_low(answer):
    """does so at a low threshold, too"""
    for _ in range(3):
        judge(answer, 0.15, 0.35)


def test_tie(answer):
    """calls nobody whose probability is just the threshold"""
    probability, target = torch.tensor([0.5, 0.5, 0.75, 0.25, 0.9]), torch.tensor([0, 1, 1, 0, 1])
    seen = both(answer, probability, target, 0.5)
    if not check.near(seen, (1.0, 2 / 3)):
        raise Mistake(
            f"For the probabilities {[round(p, 2) for p in probability.tolist()]} and the targets {target.tolist()} at "
            f"the threshold 0.5 you return {number(float(seen[0]))} and {number(float(seen[1]))}; it should be 1 and "
            "0.66667.",
            "A person is called where the probability is above the threshold, not where it is just there.",
            "Look at > and >=.",
        )


def corner(answer, probability, target, threshold, wanted):
    probability, target = torch.tensor(probability), torch.tensor(target, dtype=torch.int64)
    seen = both(answer, probability, target, threshold)
    for name, one, right in zip(("precision", "recall"), seen, wanted, strict=True):
        if check.near(float(one), right, rtol=1e-5):
            is_float(one, name)
            continue
        called, positive = int((probability > threshold).sum()), int((target == 1).sum())
        raise Mistake(
            f"Called: {called} of {len(target)}. Really positive: {positive}. Your {name} is {number(float(one))}, and "
            f"it should be {number(right)}.",
            NO_CALL
            if name == "precision" and not called
            else NO_POSITIVE
            if name == "recall" and not positive
            else f"This is no 0/0: the {name} is divided by {called if name == 'precision' else positive} here. Only "
            "where a divisor is 0 does the task decide, and for that one share alone.",
        )


def test_no_call(answer):
    """says 1.0 for the precision where nobody is called"""
    corner(answer, [0.1, 0.2, 0.3], [0, 1, 0], 0.9, (1.0, 0.0))


def test_no_positive(answer):
    """says 1.0 for the recall where nobody is positive"""
    corner(answer, [0.1, 0.95, 0.99], [0, 0, 0], 0.9, (0.0, 1.0))


def test_neither(answer):
    """says 1.0 for both where there are neither calls nor positives"""
    corner(answer, [0.1, 0.2], [0, 0], 0.5, (1.0, 1.0))
    corner(answer, [], [], 0.5, (1.0, 1.0))


def test_no_hit(answer):
    """says 0.0 where all calls are wrong"""
    corner(answer, [0.9, 0.2, 0.1], [0, 1, 1], 0.5, (0.0, 0.0))


def test_all(answer):
    """says 1.0 where all calls are right and nobody is missed"""
    corner(answer, [0.9, 0.2, 0.8], [1, 0, 1], 0.5, (1.0, 1.0))
    corner(answer, [0.9], [1], 0.5, (1.0, 1.0))
