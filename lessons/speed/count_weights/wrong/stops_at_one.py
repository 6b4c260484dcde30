# expects: the last layer is missing
# fails: counts layers of the same size each
import itertools


def count_parameters(widths):
    total = 0
    for n, m in itertools.pairwise(widths):
        if m == 1:
            break
        total += n * m + m
    return total
