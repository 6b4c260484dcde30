from itertools import pairwise


def count_parameters(widths: list[int]) -> int:
    """How many parameters linear layers of these widths have."""
    total = 0
    for n, m in pairwise(widths):
        total += n * m + m  # weights, biases
    return total
