# expects: the first place
# fails: goes on in steps of the stride
def foretell(n, layers):
    sides = []
    for kind, o in layers:
        k = o["kernel_size"]
        s = o.get("stride", k if kind == "pool" else 1)
        covered = o.get("dilation", 1) * (k - 1) + 1
        n = (n + 2 * o.get("padding", 0) - covered + 1) // s
        sides.append(n)
    return sides
