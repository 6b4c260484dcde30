# expects: thrown away
import math


def foretell(w):
    return {
        "A": 4 * w,
        "B": w,
        "C": "error",
        "D": 3 * w**2 + 5,
        "E": "error",
        "F": math.cos(w),
    }
