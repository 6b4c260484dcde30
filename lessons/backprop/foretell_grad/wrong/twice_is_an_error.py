# expects: a graph of its own
import math


def foretell(w):
    return {
        "A": "error",
        "B": w,
        "C": "error",
        "D": 5,
        "E": "error",
        "F": math.cos(w),
    }
