import math


def foretell(w: float) -> dict[str, object]:
    """What each of the six leaves in w.grad, or "error"."""
    return {
        "A": ...,
        "B": ...,
        "C": ...,
        "D": ...,
        "E": ...,
        "F": ...,  # math.sin, math.cos and math.exp are there
    }
