# expects: called torch (broadcast_shapes)
# fails: says it from the lengths alone, and asks neither torch nor NumPy
import torch


def foretell(a, b):
    try:
        return tuple(torch.broadcast_shapes(a, b))
    except RuntimeError:
        return None
