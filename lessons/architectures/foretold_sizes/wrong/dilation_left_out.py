# expects: dilation
# fails: spreads the kernel by its dilation
def foretell(n, layers):
    sides = []
    for kind, o in layers:
        k = o["kernel_size"]
        s = o.get("stride", k if kind == "pool" else 1)
        n = (n + 2 * o.get("padding", 0) - k) // s + 1
        sides.append(n)
    return sides
