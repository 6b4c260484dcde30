# expects: one number after each layer
# fails: knows what a kernel alone leaves
def foretell(n, layers):
    sides = []
    for kind, o in layers:
        k = o["kernel_size"]
        n = (
            n
            + 2 * o.get("padding", 0)
            - o.get("dilation", 1) * (k - 1)
            - 1
        ) // o.get("stride", k if kind == "pool" else 1) + 1
        sides.append((n, n))
    return sides
