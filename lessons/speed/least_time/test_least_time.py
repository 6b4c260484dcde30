"""The least time of a matrix product, from its operations and its bytes."""

import torch

from tutor import check
from tutor.check import Mistake, number

WORDS = ("memory", "arithmetic")


def between(low, high):
    return int(torch.randint(low, high, ()))


def machine(ratio=0.0):
    """Operations and bytes a second, between 8 and 12 operations a byte unless it is said how many."""
    bandwidth = (10 + 20 * torch.rand(()).item()) * 1e9
    return bandwidth * (ratio or 8 + 4 * torch.rand(()).item()), bandwidth


def even(m, k, n):
    """A machine on which arithmetic and bytes take the same time."""
    return machine(2 * m * k * n / (4 * sum(numbers_of(m, k, n))))


def foretold(answer, m, k, n, flops, bandwidth):
    said = answer.least_time(m, k, n, flops, bandwidth)
    if not isinstance(said, tuple | list) or len(said) != 2:
        raise Mistake(f"least_time returns {said!r}, and it should return two things: the seconds, and a word.")
    seconds, word = said
    if seconds in WORDS:
        raise Mistake(f"least_time returns {said!r}: the word first. The seconds come first, and then the word.")
    if seconds is not ...:
        check.is_number(seconds, "The time")
    if word not in WORDS:
        raise Mistake(
            f"What holds it up is {word!r}, and it should be 'memory' or 'arithmetic'.",
            "Small and capital letters are different." if str(word).lower() in WORDS else "",
        )
    return float(seconds), word


def ms(seconds):
    """Seconds as they are said."""
    return f"{number(1000 * seconds)} ms"


def numbers_of(m, k, n):
    return m * k, k * n, m * n


def judge_seconds(answer, m, k, n, rates=None):
    flops, bandwidth = rates or machine()
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
    if computing > moving and near((2 * k - 1) * m * n / flops):
        raise Mistake(seen, "You count k − 1 additions for each number. That is exact; here k count, as is usual.")
    if moving > computing and near(2 * moving):
        raise Mistake(seen, "You count 8 bytes a number, as for float64. In float32 it takes 4.")
    if moving > computing and near(8 * moving):
        raise Mistake(seen, "You count bits. Bandwidth is in bytes, and a number in float32 takes 4 bytes.")
    if found == 0:
        raise Mistake(seen, "// leaves out what comes after the point, and the seconds are all behind it.")
    if near((computing + moving) / 2):
        raise Mistake(seen, "You take the mean of two times. Both must be done: the longer decides.")
    if near(1000 * wanted):
        raise Mistake(seen, "It is 1,000 times what it should be: milliseconds in place of seconds.")
    raise Mistake(
        seen,
        f"The arithmetic takes {ms(computing)}, and the bytes take {ms(moving)}. The longer of the two decides.",
        "Write down the operations and the bytes for a small product, such as (2, 3) @ (3, 4), and count.",
    )


def judge_word(answer, m, k, n, rates=None):
    flops, bandwidth = rates or machine()
    _, word = foretold(answer, m, k, n, flops, bandwidth)
    operations, moved = 2 * m * k * n, 4 * sum(numbers_of(m, k, n))
    computing, moving = operations / flops, moved / bandwidth
    wanted = "memory" if moving > computing else "arithmetic"
    if word == wanted or abs(moving - computing) <= 1e-9 * moving:  # where both take the same time, both do
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


def test_any_machine(answer):
    """holds on any machine, for any lengths"""
    for ratio in (0.05, 0.3, 1.0, 3.0, 50.0, 400.0):
        for _ in range(5):
            lengths = between(1, 300), between(1, 300), between(1, 300)
            rates = machine(ratio)
            judge_seconds(answer, *lengths, rates)
            judge_word(answer, *lengths, rates)
    for lengths in [(1, 1, 1), (1, 900, 1), (900, 1, 900), (1, 500, 700)]:
        for rates in (machine(), machine(0.1), even(*lengths)):
            judge_seconds(answer, *lengths, rates)
            judge_word(answer, *lengths, rates)
