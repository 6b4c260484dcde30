# expects: default
# fails: knows what a kernel alone leaves
def foretell(n, layers):
    sides = []
    for _, o in layers:
        k = o["kernel_size"]
        covered = o.get("dilation", 1) * (k - 1) + 1
        n = (n + 2 * o.get("padding", 0) - covered) // o.get(
            "stride", k
        ) + 1
        sides.append(n)
    return sides
