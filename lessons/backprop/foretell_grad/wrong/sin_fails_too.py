# expects: sin has saved what went in
import math


def foretell(w):
    return {
        "A": 4 * w,
        "B": w,
        "C": "error",
        "D": 5,
        "E": "error",
        "F": "error",
    }
