"""What is counted as missed and as a false alarm, at every threshold."""

import torch

from tutor import check
from tutor.check import Mistake, number


def draw(low, high):
    """Logits and targets (N,) and a threshold between low and high; every way to count them gives other numbers."""
    while True:
        threshold = round(low + (high - low) * torch.rand(()).item(), 2)
        n = int(torch.randint(60, 90, ()))
        logits = 3 * torch.randn(n)
        target = torch.bernoulli(torch.sigmoid(logits + 0.5))
        ways = [count(alarm, target) for alarm in alarms(logits, threshold).values()]
        if len(set(ways)) == len(ways) and all(0 < one != other > 0 for one, other in ways[:1]):
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


def judge(answer, low, high):
    logits, target, threshold = draw(low, high)
    before = logits.clone(), target.clone()
    result = answer.mistakes(logits, target, threshold)
    check.changed(before[0], logits, "logits")
    check.changed(before[1], target, "target")
    if not isinstance(result, tuple | list) or len(result) != 2:
        kind = "None" if result is None else f"one {type(result).__name__}"
        raise Mistake(f"mistakes returns {kind}, and it should return two numbers: missed, and false alarms.")
    missed, false = result
    ways = {reason: count(alarm, target) for reason, alarm in alarms(logits, threshold).items()}
    wanted = ways.pop("")
    if tuple(result) == wanted:
        check.same(missed, wanted[0], "the number of missed ones")
        check.same(false, wanted[1], "the number of false alarms")
        return
    for one in result:
        check.is_number(one, "one of the two numbers")
    seen = (
        f"At the threshold {threshold} you count {number(float(missed))} missed and {number(float(false))} false "
        f"alarms. It should be {wanted[0]} and {wanted[1]}."
    )
    if tuple(result) == wanted[::-1]:
        raise Mistake(seen, "The two are the other way round: first what was missed, then the false alarms.")
    if 0 < float(missed) < 1:
        raise Mistake(seen, "These are shares. Count the messages.")
    alarm = torch.sigmoid(logits) > threshold
    if tuple(result) == (int((~alarm).sum()), int(alarm.sum())):
        raise Mistake(seen, "You count all alarms, and all that raised none. Only those that disagree with the target.")
    for reason, way in ways.items():
        if tuple(result) == way:
            raise Mistake(seen, reason)
    raise Mistake(seen, "Take one message of each kind, and follow it through your code.")


def test_high(answer):
    """counts both mistakes at a high threshold"""
    judge(answer, 0.7, 0.95)


def test_low(answer):
    """counts both mistakes at a low threshold"""
    judge(answer, 0.05, 0.3)


def test_clear(answer):
    """finds no mistake where there is none"""
    target = torch.bernoulli(torch.full((30,), 0.5))
    logits = (2 * target - 1) * (5 + torch.rand(30))
    result = answer.mistakes(logits, target, 0.5)
    if not isinstance(result, tuple | list) or tuple(result) != (0, 0):
        raise Mistake(f"All messages were told apart clearly, and you return {result}; it should be (0, 0).")
