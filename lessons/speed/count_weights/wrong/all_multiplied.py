# expects: product of all widths
import math


def count_parameters(widths):
    return math.prod(widths) + sum(widths[1:])
