# expects: on both sides
# fails: adds the padding on both sides
def foretell(n, layers):
    sides = []
    for kind, o in layers:
        k = o["kernel_size"]
        s = o.get("stride", k if kind == "pool" else 1)
        covered = o.get("dilation", 1) * (k - 1) + 1
        n = (n + o.get("padding", 0) - covered) // s + 1
        sides.append(n)
    return sides
