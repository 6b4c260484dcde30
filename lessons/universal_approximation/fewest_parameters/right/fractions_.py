import math
from fractions import Fraction


def fewest(inputs, outputs, pairs):
    exact = Fraction((pairs - 1) * outputs, inputs + outputs + 1)
    return max(1, math.ceil(exact))
