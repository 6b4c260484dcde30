# expects: default
# fails: takes a pool's own stride, where none is given
def foretell(n, layers):
    sides = []
    for _, o in layers:
        k = o["kernel_size"]
        covered = o.get("dilation", 1) * (k - 1) + 1
        n = (n + 2 * o.get("padding", 0) - covered) // o.get(
            "stride", 1
        ) + 1
        sides.append(n)
    return sides
