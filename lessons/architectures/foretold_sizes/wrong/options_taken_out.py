# expects: changed layers
def foretell(n, layers):
    sides = []
    for kind, o in layers:
        k = o.pop("kernel_size")
        s = o.pop("stride", k if kind == "pool" else 1)
        covered = o.pop("dilation", 1) * (k - 1) + 1
        n = (n + 2 * o.pop("padding", 0) - covered) // s + 1
        sides.append(n)
    return sides
