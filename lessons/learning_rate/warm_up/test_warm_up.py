"""The schedule is driven as a training would drive it, and the optimizer's rate is read before each step."""

import torch

from tutor import check
from tutor.check import Mistake, number


def rates(answer, full, warm, total):
    """The rate of each step, over `total` steps."""
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=full)
    return driven(scheduled(answer, optimizer, warm, total), optimizer, total)[0]


def scheduled(answer, optimizer, warm, total):
    """The scheduler that the answer makes."""
    scheduler = with_a_factor(lambda: answer.with_warm_up(optimizer, warm, total), 0)
    if not hasattr(scheduler, "step"):
        end = "A function that ends without a return statement gives None." if scheduler is None else ""
        if callable(scheduler):
            end = "LambdaLR(optimizer, factor) makes a scheduler from a function of the step."
        what = "None" if scheduler is None else f"a {type(scheduler).__name__}"
        raise Mistake(f"with_warm_up returns {what}, and it should return the scheduler.", end)
    return scheduler


def driven(scheduler, optimizer, total):
    """The rates of each parameter group, read before each of `total` steps."""
    seen = [[] for _ in optimizer.param_groups]
    for _ in range(total):
        for rates, group in zip(seen, optimizer.param_groups, strict=True):
            check.is_number(group["lr"], "the rate")
            rates.append(float(group["lr"]))
        optimizer.step()
        with_a_factor(scheduler.step, len(rates))
    return seen


def with_a_factor(run, step):
    """Do what asks for the factor of a step; raise where there is none."""
    try:
        return run()
    except TypeError as error:
        if "NoneType" not in str(error):
            raise
        raise Mistake(
            f"At step {step} the rate should be multiplied by None.",
            "A function, or a branch of it, that ends without a return statement gives None.",
            "Look at what factor returns for the steps after the warm-up, and for those in it.",
        ) from error


def expected(full, warm, total):
    """By the task's words."""
    rising = [full * part / warm for part in range(1, warm + 1)]
    left = total - warm
    return rising + [full * part / left for part in range(left, 0, -1)]


def draw():
    full = round(0.02 + 0.4 * torch.rand(()).item(), 3)
    warm = int(torch.randint(3, 8, ()))
    return full, warm, warm + int(torch.randint(4, 12, ()))


def judge(seen, full, warm, total, steps):
    """Raise at the first of these steps whose rate is not what it should be."""
    wanted = expected(full, warm, total)
    factors = [rate / full for rate in seen]
    for step in steps:
        if not abs(seen[step] - wanted[step]) <= 1e-4 * full:
            raise Mistake(
                f"With warm={warm} and total={total}, the factor of step {step} is {number(factors[step])}, and it "
                f"should be {number(wanted[step] / full)} (all factors: {', '.join(f'{one:.3g}' for one in factors)}).",
                why(factors, full, warm, total, step),
            )


def why(factors, full, warm, total, step):
    if all(abs(one - rate) < 1e-4 * full for one, rate in zip(factors, expected(full, warm, total), strict=True)):
        return "All of it is multiplied by the rate twice. LambdaLR wants the factor alone."
    if all(factor in (0, 1) for factor in factors):
        return "All factors are 0 or 1. Is a division rounded down to a whole number?"
    if step == 0 and factors[0] == 0:
        return "Training would begin with a step of length zero. Steps count from 0, and the first is to take one part."
    if step < warm:
        return "In the first steps the rate should rise by equal parts, and reach its full height at step warm − 1."
    if len({round(one, 6) for one in factors[warm:]}) == 1:
        return "From step warm on the rate should fall."
    if step == warm:
        return "From the last step of the warm-up to step warm the rate jumps. Both should have the full height."
    return "The rate should fall by equal parts, so that the last step, total − 1, still has one of them and total 0."


def test_scheduler(answer):
    """returns a scheduler that sets numbers as rates"""
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.1)
    driven(scheduled(answer, optimizer, 3, 9), optimizer, 9)


def test_rises(answer):
    """rises by equal parts over the first steps"""
    for _ in range(4):
        full, warm, total = draw()
        judge(rates(answer, full, warm, total), full, warm, total, range(warm))


def test_falls(answer):
    """falls by equal parts from the full height"""
    for _ in range(4):
        full, warm, total = draw()
        judge(rates(answer, full, warm, total), full, warm, total, range(warm, total))


def test_example(answer):
    """gives the factors of the example"""
    judge(rates(answer, 0.1, 4, 8), 0.1, 4, 8, range(8))


def test_shortest(answer):
    """needs no more than one step for each of the two parts"""
    for warm, total in ((1, 5), (1, 2), (5, 6), (2, 3)):
        judge(rates(answer, 0.1, warm, total), 0.1, warm, total, range(total))


def test_groups(answer):
    """does so for each parameter group at its own rate"""
    full = (0.1, 0.4, 0.02)
    groups = [{"params": [torch.zeros(1, requires_grad=True)], "lr": rate} for rate in full]
    optimizer = torch.optim.SGD(groups, lr=1.0)
    seen = driven(scheduled(answer, optimizer, 3, 8), optimizer, 8)
    for number_of, (rates_of, rate) in enumerate(zip(seen, full, strict=True)):
        if not all(abs(one - other) <= 1e-4 * rate for one, other in zip(rates_of, expected(rate, 3, 8), strict=True)):
            raise Mistake(
                f"The optimizer has three parameter groups, with the rates {full}. The rates of group {number_of} "
                f"(counted from 0) are {', '.join(f'{one:.3g}' for one in rates_of)}. They should be "
                f"{', '.join(f'{one:.3g}' for one in expected(rate, 3, 8))}.",
                "Each group has a rate of its own, which is multiplied by the factor; none is left out.",
            )
