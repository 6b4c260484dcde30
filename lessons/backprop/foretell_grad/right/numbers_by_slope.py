import math


def foretell(w):
    slopes = {"A": 2 * w + 2 * w, "B": 1 * w, "D": 5.0}
    slopes["F"] = math.cos(w)
    return {**dict.fromkeys("CE", "error"), **slopes}
