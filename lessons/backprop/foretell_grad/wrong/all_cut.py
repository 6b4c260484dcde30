# expects: Only one factor is detached
import math


def foretell(w):
    return {
        "A": 4 * w,
        "B": 0,
        "C": "error",
        "D": 5,
        "E": "error",
        "F": math.cos(w),
    }
