# expects: inputs have no bias
from itertools import pairwise


def count_parameters(widths):
    weights = sum(n * m for n, m in pairwise(widths))
    return weights + sum(widths)
