"""At what size a trip to a GPU pays off, for machines drawn at random."""

import numpy as np
import torch

from tutor.check import Mistake, number


def between(low, high):
    return low + (high - low) * torch.rand(()).item()


def machine():
    """Operations a second of the CPU and of the GPU, bytes a second of the line.

    The first size that pays is about 100 to 150 then, far enough from that of each known mistake.
    """
    cpu = between(80e9, 100e9)
    return cpu, cpu * between(20, 60), between(4e9, 5e9)


SIZES = list(range(1, 600))


def on_cpu(n, rounds, cpu):
    return rounds * 2 * n**3 / cpu


def on_gpu(n, rounds, gpu, line, *, matrices=3, size=4, trips=1):
    return trips * matrices * size * n**2 / line + rounds * 2 * n**3 / gpu


def first(sooner, sizes=SIZES):
    """The first of the sizes at which it is, or None; `sooner` is asked of all of them at once."""
    pays = sooner(np.array(sizes, dtype=float))
    return sizes[int(pays.argmax())] if pays.any() else None


def judge(answer, rounds, cpu, gpu, line, sizes=SIZES):
    """Raise unless the first size is found; what is known of the wrong ones is said."""
    found = answer.first_worth_it(list(sizes), rounds, cpu, gpu, line)
    wanted = first(lambda n: on_gpu(n, rounds, gpu, line) < on_cpu(n, rounds, cpu), sizes)
    if wanted is None and found is None:
        return
    if found is not None and (isinstance(found, bool | float) or found not in sizes):
        means = "It is to be one of those that are given, as it stands there." if found else ""
        raise Mistake(f"You return {found!r}, and it should be one of the sizes, or None.", means)
    if found is not None and found == wanted:
        return
    if found is not None and on_gpu(found, rounds, gpu, line) == on_cpu(found, rounds, cpu):
        raise Mistake(
            f"You return {found}, and at n = {found} both take exactly {number(on_cpu(found, rounds, cpu))} s.",
            f"The GPU is not done sooner there. {'At none of the sizes it is.' if wanted is None else ''}".strip(),
        )
    if wanted is None:
        raise Mistake(
            f"You say that n = {found} is the first size at which the GPU is done sooner.",
            "At none of the sizes it is. Then the answer is None.",
        )

    def is_that_of(sooner):
        return found == first(sooner, sizes)

    seen = f"For rounds={rounds} you return {found}. The first size at which the GPU is done sooner is {wanted}."
    if is_that_of(lambda n: on_gpu(n, rounds, gpu, line) > on_cpu(n, rounds, cpu)) and found == sizes[0]:
        raise Mistake(
            seen,
            f"At n = {found} the CPU is done sooner: it takes {ms(on_cpu(found, rounds, cpu))}. The GPU takes "
            f"{ms(on_gpu(found, rounds, gpu, line, trips=0))} without the trip, {ms(on_gpu(found, rounds, gpu, line))} "
            "with it.",
        )
    if found is None and wanted != sizes[0]:
        raise Mistake(
            seen,
            "None is the answer only where all sizes were tried. A return inside the loop that is always reached ends "
            "it in its first turn."
            if sizes.index(wanted)
            else "",
        )
    if found == sizes[-1] != wanted:
        raise Mistake(seen, "That is the last of them. The first one is asked for: look at what ends the loop.")
    if found is not None and sizes.index(wanted) == found:
        raise Mistake(seen, f"That is the place of {wanted} in the list, and the size itself is asked for.")
    if is_that_of(lambda n: on_gpu(n, rounds, gpu, line, matrices=2 + rounds) < on_cpu(n, rounds, cpu)) and rounds > 1:
        raise Mistake(seen, "That fits a result that comes back after each product. One comes back, in the end.")
    if is_that_of(lambda n: on_gpu(n, rounds, gpu, line, matrices=4) < on_cpu(n, rounds, cpu)):
        raise Mistake(seen, "Too much travels. Two matrices go there and one comes back: three.")
    for matrices in (1, 2):
        if is_that_of(lambda n, m=matrices: on_gpu(n, rounds, gpu, line, matrices=m) < on_cpu(n, rounds, cpu)):
            raise Mistake(seen, "Too little travels. Two go there and one comes back: three matrices.")
    if is_that_of(lambda n: on_gpu(n, rounds, gpu, line, size=1) < on_cpu(n, rounds, cpu)):
        raise Mistake(seen, "The line is in bytes a second, and a number in float32 takes 4 bytes.")
    if rounds > 1 and is_that_of(lambda n: on_gpu(n, 1, gpu, line) < on_cpu(n, 1, cpu)):
        raise Mistake(
            seen,
            "That fits one trip for each product, or a single product. The matrices go there once, and are multiplied "
            f"rounds={rounds} times over.",
        )
    if is_that_of(lambda n: on_gpu(n, rounds / 2, gpu, line) < on_cpu(n, rounds / 2, cpu)):
        raise Mistake(
            seen, "That fits half of the operations, or twice the bytes: 2 n³ for a product, 4 bytes a number."
        )
    if is_that_of(lambda n: (12 * n**2 / line < on_cpu(n, rounds, cpu)) & (gpu > cpu)):
        raise Mistake(seen, "You take the longer of two times. Copying and computing follow one another: they add up.")
    where = found if found is not None else wanted
    raise Mistake(
        seen,
        f"At n = {where} the CPU takes {ms(on_cpu(where, rounds, cpu))}, and the GPU with the trip "
        f"{ms(on_gpu(where, rounds, gpu, line))}.",
    )


def ms(seconds):
    """Seconds as they are said."""
    return f"{number(1000 * seconds)} ms"


def test_one_product(answer):
    """finds the size for a single product"""
    for _ in range(3):
        judge(answer, 1, *machine())


def test_many_products(answer):
    """counts the trip once where the matrices are used again and again"""
    for rounds in (2, 3, 5, 40):
        cpu, gpu, line = machine()
        judge(answer, rounds, cpu, gpu, line / rounds)


def test_slow_gpu(answer):
    """looks closely where the GPU is hardly faster"""
    cpu, _, line = machine()
    judge(answer, 1, cpu, 1.6 * cpu, line)


def test_given_sizes(answer):
    """returns one of the sizes that it is given"""
    judge(answer, 1, *machine(), sizes=[2, 10, 2000, 4000])
    judge(answer, 1, *machine(), sizes=[700])
    judge(answer, 1, *machine(), sizes=[700, 701, 900])
    judge(answer, 1, *machine(), sizes=[3])


def test_never(answer):
    """returns None where the trip never pays"""
    cpu, _, line = machine()
    judge(answer, 1, cpu, 0.5 * cpu, line)
    judge(answer, 3, cpu, cpu, line)


def test_tie(answer):
    """waits for the GPU to be done sooner: a tie is not enough"""
    # powers of two, so that nothing is rounded: at n = 16 both take the same
    for rounds in (1, 2):
        cpu, gpu, line = 1024.0, 2048.0, 768.0 / rounds
        judge(answer, rounds, cpu, gpu, line, sizes=[8, 16, 32, 64])
        judge(answer, rounds, cpu, gpu, line, sizes=list(range(1, 40)))
        judge(answer, rounds, cpu, gpu, line, sizes=[4, 16])
