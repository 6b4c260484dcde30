# expects: one bias for each layer
import itertools


def count_parameters(widths):
    return sum(n * m + 1 for n, m in itertools.pairwise(widths))
