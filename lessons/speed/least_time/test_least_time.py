"""The least time of a matrix product, from its operations and its bytes."""

import torch

from tutor import check
from tutor.check import Mistake, number

WORDS = ("memory", "arithmetic")


def between(low, high):
    return int(torch.randint(low, high, ()))


def machine():
    """Operations and bytes a second, between 8 and 12 operations a byte."""
    bandwidth = (10 + 20 * torch.rand(()).item()) * 1e9
    return bandwidth * (8 + 4 * torch.rand(()).item()), bandwidth


def foretold(answer, m, k, n, flops, bandwidth):
    said = answer.least_time(m, k, n, flops, bandwidth)
    if not isinstance(said, tuple | list) or len(said) != 2:
        raise Mistake(f"least_time returns {said!r}, and it should return two things: the seconds, and a word.")
    seconds, word = said
    if seconds is not ...:
        check.is_number(seconds, "The time")
    if word not in WORDS:
        raise Mistake(f"What holds it up is {word!r}, and it should be 'memory' or 'arithmetic'.")
    return float(seconds), word


def ms(seconds):
    """Seconds as they are said."""
    return f"{number(1000 * seconds)} ms"


def numbers_of(m, k, n):
    return m * k, k * n, m * n


def judge_seconds(answer, m, k, n):
    flops, bandwidth = machine()
    found, _ = foretold(answer, m, k, n, flops, bandwidth)
    computing, moving = 2 * m * k * n / flops, 4 * sum(numbers_of(m, k, n)) / bandwidth
    wanted = max(computing, moving)

    def near(other):
        return abs(found - other) <= 1e-6 * other

    if near(wanted):
        return
    seen = (
        f"For ({m}, {k}) @ ({k}, {n}), with {number(flops / 1e9)} billion operations and {number(bandwidth / 1e9)} "
        f"billion bytes a second, you say {ms(found)}. It is {ms(wanted)}."
    )
    if near(computing + moving):
        raise Mistake(seen, "You add the times. Both go on at the same time: numbers come while others are multiplied.")
    if near(min(computing, moving)):
        one, other = ("arithmetic", "bytes take") if moving > computing else ("bytes", "arithmetic takes")
        raise Mistake(seen, f"That is the {one} alone. The {other} longer, and both must be done.")
    if computing > moving and near(computing / 2):
        raise Mistake(seen, "Half of the operations are missing: there are multiplications, and there are additions.")
    if moving > computing and near(moving / 4):
        raise Mistake(seen, "You count numbers. Bandwidth is in bytes, and a number in float32 takes 4 bytes.")
    left, right, result = numbers_of(m, k, n)
    if moving > computing and near(4 * (left + right) / bandwidth):
        raise Mistake(seen, "You count the bytes of A and B. The result is written, too.")
    if moving > computing and near(4 * result / bandwidth):
        raise Mistake(seen, "You count the bytes of the result. A and B are read, too.")
    if near(1000 * wanted):
        raise Mistake(seen, "It is 1,000 times what it should be: milliseconds in place of seconds.")
    raise Mistake(seen)


def judge_word(answer, m, k, n):
    flops, bandwidth = machine()
    _, word = foretold(answer, m, k, n, flops, bandwidth)
    operations, moved = 2 * m * k * n, 4 * sum(numbers_of(m, k, n))
    computing, moving = operations / flops, moved / bandwidth
    wanted = "memory" if moving > computing else "arithmetic"
    if word == wanted:
        return
    seen = (
        f"For ({m}, {k}) @ ({k}, {n}) the arithmetic takes {ms(computing)} and the bytes {ms(moving)}, and you say "
        f"that {word} holds it up."
    )
    if word == ("memory" if moved > operations else "arithmetic"):
        raise Mistake(
            seen,
            f"There are {number(operations / 1e6)} million operations and {number(moved / 1e6)} million bytes, but the "
            "machine's two rates differ. Compare times, not counts.",
        )
    raise Mistake(seen, "What holds it up is what takes longer.")


def test_arithmetic_seconds(answer):
    """gives the seconds of a product of large matrices"""
    judge_seconds(answer, between(800, 1200), between(800, 1200), between(800, 1200))


def test_memory_seconds(answer):
    """gives the seconds of a product with a thin matrix"""
    judge_seconds(answer, between(800, 1200), between(800, 1200), 1)
    judge_seconds(answer, between(800, 1200), between(2, 5), between(800, 1200))


def test_arithmetic_word(answer):
    """says what holds up large matrices"""
    judge_word(answer, between(800, 1200), between(800, 1200), between(800, 1200))


def test_memory_word(answer):
    """says what holds up a matrix times a vector, and thin ones"""
    judge_word(answer, between(800, 1200), between(800, 1200), 1)
    judge_word(answer, between(800, 1200), between(800, 1200), between(8, 12))
