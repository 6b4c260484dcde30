# expects: first layer
from itertools import pairwise


def count_parameters(widths):
    total = 0
    for n, m in pairwise(widths):
        total += n * m + m
        return total
