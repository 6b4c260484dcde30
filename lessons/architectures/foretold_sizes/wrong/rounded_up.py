# expects: rounded up
# fails: goes on in steps of the stride
import math


def foretell(n, layers):
    sides = []
    for kind, o in layers:
        k = o["kernel_size"]
        s = o.get("stride", k if kind == "pool" else 1)
        covered = o.get("dilation", 1) * (k - 1) + 1
        n = (
            math.ceil((n + 2 * o.get("padding", 0) - covered) / s)
            + 1
        )
        sides.append(n)
    return sides
