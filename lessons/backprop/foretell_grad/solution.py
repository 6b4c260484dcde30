import math


def foretell(w: float) -> dict[str, object]:
    """What each of the six leaves in w.grad, or "error"."""
    return {
        "A": 4 * w,  # 2w, twice
        "B": w,  # one of two paths
        "C": "error",  # nothing was recorded
        "D": 5,  # what came first was thrown away
        "E": "error",  # exp has saved its result
        "F": math.cos(w),  # sin has saved what went in
    }
