# expects: adds to what the first has left
import math


def foretell(w):
    return {
        "A": 2 * w,
        "B": w,
        "C": "error",
        "D": 5,
        "E": "error",
        "F": math.cos(w),
    }
