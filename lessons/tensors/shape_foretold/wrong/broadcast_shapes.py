# expects: called torch (broadcast_shapes)
# fails: says it from the lengths alone, without torch and NumPy
import torch


def foretell(a, b):
    try:
        return tuple(torch.broadcast_shapes(a, b))
    except RuntimeError:
        return None
