# expects: no graph to walk
import math


def foretell(w):
    return {
        "A": 4 * w,
        "B": w,
        "C": 2 * w,
        "D": 5,
        "E": "error",
        "F": math.cos(w),
    }
