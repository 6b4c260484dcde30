"""What is counted as missed and as a false alarm, at every threshold."""

import torch

from tutor import check
from tutor.check import Mistake, number

NOTHING = "A function, or a branch of it, that ends without a return statement gives None."


def draw(low, high):
    """Logits and targets (N,) and a threshold between low and high; every way to count them gives other numbers."""
    while True:
        threshold = round(low + (high - low) * torch.rand(()).item(), 2)
        n = int(torch.randint(60, 90, ()))
        logits = 3 * torch.randn(n)
        target = torch.bernoulli(torch.sigmoid(logits + 0.5))
        ways = [count(alarm, target) for alarm in alarms(logits, threshold).values()]
        away = (torch.sigmoid(logits) - threshold).abs().min() > 1e-4  # no way of computing may round across
        if away and len(set(ways)) == len(ways) and all(0 < one != other > 0 for one, other in ways[:1]):
            return logits, target, threshold


def alarms(logits, threshold):
    """Where there is an alarm: as it should be, and as some would have it. Each (N,)."""
    return {
        "": torch.sigmoid(logits) > threshold,
        "You compared the logits themselves with the threshold. It is a probability, and a logit is none yet.": (
            logits > threshold
        ),
        "You counted as if the threshold were 0.5: a logit above 0 is a probability above one half.": logits > 0,
        "You raise the alarm below the threshold. It belongs to the probabilities above.": (
            torch.sigmoid(logits) < threshold
        ),
        "Your probabilities add up to 1 over all messages, as a softmax makes them. Here each message is a question "
        "of its own, yes or no.": torch.softmax(logits, dim=0) > threshold,
    }


def count(alarm, target):
    """Missed, and false alarms."""
    spam = target == 1
    return int((spam & ~alarm).sum()), int((alarm & ~spam).sum())


def counted(answer, logits, target, threshold):
    """Missed, and false alarms, as the answer counts them: two numbers."""
    result = answer.mistakes(logits, target, threshold)
    if not isinstance(result, tuple | list) or len(result) != 2:
        kind = "None" if result is None else f"one {type(result).__name__}"
        end = "" if result is not None else NOTHING
        raise Mistake(f"mistakes returns {kind}, and it should return two numbers: missed, and false alarms.", end)
    for one in result:
        check.is_number(one, "one of the two numbers")
    return tuple(result)


def test_ints(answer):
    """returns two Python ints"""
    for name, one in zip(("missed", "false alarms"), counted(answer, *draw(0.3, 0.7)), strict=True):
        if isinstance(one, torch.Tensor | bool):
            check.same(one, 0, f"the number of {name}")  # which says what it is
        if type(one) is not int:
            raise Mistake(
                f"The number of {name} is {one!r}, a {type(one).__name__}, and it should be a Python int.",
                "It is no whole number: a share, as it seems. Count the messages."
                if one % 1
                else "The sum of a tensor of 0.0 and 1.0 is a float; that of True and False is a whole number.",
                "int() makes an int of it." if not one % 1 else "",
            )


def judge(answer, low, high):
    logits, target, threshold = draw(low, high)
    missed, false = result = counted(answer, logits, target, threshold)
    ways = {reason: count(alarm, target) for reason, alarm in alarms(logits, threshold).items()}
    wanted = ways.pop("")
    if result == wanted:
        return
    seen = (
        f"At the threshold {threshold} you count {number(float(missed))} missed and {number(float(false))} false "
        f"alarms. It should be {wanted[0]} and {wanted[1]}."
    )
    if result == wanted[::-1]:
        raise Mistake(seen, "The two are the other way round: first what was missed, then the false alarms.")
    if 0 < float(missed) < 1:
        raise Mistake(seen, "These are shares. Count the messages.")
    alarm = torch.sigmoid(logits) > threshold
    if result == (int((~alarm).sum()), int(alarm.sum())):
        raise Mistake(seen, "You count all alarms, and all that raised none. Only those that disagree with the target.")
    for reason, way in ways.items():
        if result == way:
            raise Mistake(seen, reason)
    raise Mistake(seen, "Take one message of each kind, and follow it through your code.")


def test_high(answer):
    """counts both mistakes at a high threshold"""
    for _ in range(3):
        judge(answer, 0.7, 0.95)


def test_low(answer):
    """counts both mistakes at a low threshold"""
    for _ in range(3):
        judge(answer, 0.05, 0.3)


def test_tie(answer):
    """raises no alarm where the probability is just the threshold"""
    logits, target = torch.tensor([0.0, 0.0, 0.0, 2.0, -2.0]), torch.tensor([1.0, 0.0, 1.0, 1.0, 0.0])
    result = counted(answer, logits, target, 0.5)
    if result != (2, 0):
        raise Mistake(
            "Three messages have the logit 0, the probability 0.5, and the threshold is 0.5. Two of them are spam, and "
            f"you count {number(result[0])} missed and {number(result[1])} false alarms; it should be 2 and 0.",
            "An alarm is raised above the threshold. Just at it there is none, so that spam there is missed.",
            "Look at > and >=, at < and <=.",
        )


def test_clear(answer):
    """finds no mistake where there is none"""
    target = torch.bernoulli(torch.full((30,), 0.5))
    logits = (2 * target - 1) * (5 + torch.rand(30))
    result = counted(answer, logits, target, 0.5)
    if result != (0, 0):
        raise Mistake(f"All messages were told apart clearly, and you return {result}; it should be (0, 0).")


def test_few(answer):
    """counts in batches of every size, and logits of every size"""
    for logits, target, wanted in (
        ([3.0], [0.0], (0, 1)),
        ([-3.0], [1.0], (1, 0)),
        ([], [], (0, 0)),
        ([2.0, 2.0], [0.0, 0.0], (0, 2)),
        ([-300.0, 300.0, -300.0, 300.0], [1.0, 1.0, 0.0, 0.0], (1, 1)),
    ):
        result = counted(answer, torch.tensor(logits), torch.tensor(target), 0.5)
        if result != wanted:
            raise Mistake(
                f"For the logits {logits} and the targets {target} at the threshold 0.5 you return "
                f"{tuple(map(number, result))}, and it should be {wanted}."
            )
