# expects: saved its own result
import math


def foretell(w):
    return {
        "A": 4 * w,
        "B": w,
        "C": "error",
        "D": 5,
        "E": math.exp(w),
        "F": math.cos(w),
    }
