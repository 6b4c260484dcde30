# expects: None
import math


def foretell(w):
    return {
        "A": 4 * w,
        "B": w,
        "C": None,
        "D": 5,
        "E": "error",
        "F": math.cos(w),
    }
