def foretell(
    n: int, layers: list[tuple[str, dict[str, int]]]
) -> list[int]:
    """The side of the image after each layer."""
    sides = []
    for kind, options in layers:
        kernel = options["kernel_size"]
        padding = options.get("padding", 0)
        dilation = options.get("dilation", 1)
        stride = options.get(
            "stride", kernel if kind == "pool" else 1
        )
        covered = dilation * (kernel - 1) + 1
        n = (n + 2 * padding - covered) // stride + 1
        sides.append(n)
    return sides
