DEFAULTS = {"padding": 0, "dilation": 1}


def foretell(n, layers):
    sides = []
    for kind, given in layers:
        o = DEFAULTS | given
        if "stride" not in o:
            o["stride"] = (
                o["kernel_size"] if kind == "pool" else 1
            )
        last = (o["kernel_size"] - 1) * o["dilation"]
        first_places = range(
            -o["padding"], n + o["padding"] - last, o["stride"]
        )
        n = len(first_places)
        sides.append(n)
    return sides
