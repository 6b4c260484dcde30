# expects: counted once
import itertools


def count_parameters(widths):
    return sum(
        (n + 1) * m for n, m in set(itertools.pairwise(widths))
    )
