# expects: no path back to w
import math


def foretell(w):
    return {
        "A": 4 * w,
        "B": 2 * w,
        "C": "error",
        "D": 5,
        "E": "error",
        "F": math.cos(w),
    }
