# expects: comes out
from itertools import pairwise


def count_parameters(widths):
    return sum(n * m + n for n, m in pairwise(widths))
