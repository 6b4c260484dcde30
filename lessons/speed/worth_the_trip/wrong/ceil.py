# expects: one of the sizes
import math


def first_worth_it(sizes, rounds, cpu, gpu, line):
    if gpu <= cpu:
        return None
    n = math.ceil(12 / line / (2 * rounds * (1 / cpu - 1 / gpu)))
    return n if n <= sizes[-1] else None
