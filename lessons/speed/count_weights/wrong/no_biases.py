# expects: biases
# expects: weights alone
from itertools import pairwise


def count_parameters(widths):
    return sum(n * m for n, m in pairwise(widths))
