# expects: 16 digits
import math


def fewest(inputs, outputs, pairs):
    each = inputs + outputs + 1
    return max(1, math.ceil((pairs * outputs - outputs) / each))
