# expects: a float, and it should be a whole number
import itertools


def count_parameters(widths):
    return float(
        sum((n + 1) * m for n, m in itertools.pairwise(widths))
    )
