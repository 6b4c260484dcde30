# expects: the side that the layer before it left
# fails: goes from each layer to the next
def foretell(n, layers):
    sides = []
    for kind, o in layers:
        k = o["kernel_size"]
        s = o.get("stride", k if kind == "pool" else 1)
        covered = o.get("dilation", 1) * (k - 1) + 1
        sides.append(
            (n + 2 * o.get("padding", 0) - covered) // s + 1
        )
    return sides
