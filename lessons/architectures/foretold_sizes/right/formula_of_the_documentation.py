import math


def side(
    kind, n, kernel_size, stride=None, padding=0, dilation=1
):
    if stride is None:
        stride = {"conv": 1, "pool": kernel_size}[kind]
    return math.floor(
        (n + 2 * padding - dilation * (kernel_size - 1) - 1)
        / stride
        + 1
    )


def foretell(n, layers):
    sides = []
    for kind, options in layers:
        sides.append(
            side(kind, sides[-1] if sides else n, **options)
        )
    return sides
