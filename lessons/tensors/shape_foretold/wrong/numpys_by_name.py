# expects: called NumPy (broadcast_shapes)
# fails: says it from the lengths alone, without torch and NumPy
from numpy import broadcast_shapes


def foretell(a, b):
    try:
        return broadcast_shapes(a, b)
    except ValueError:
        return None
