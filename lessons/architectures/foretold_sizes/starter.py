def foretell(
    n: int, layers: list[tuple[str, dict[str, int]]]
) -> list[int]:
    """The side of the image after each layer."""
    sides: list[int] = []
    for kind, options in layers:
        kernel = options["kernel_size"]
        padding = options.get("padding", 0)
        dilation = options.get("dilation", 1)
        usual = {"conv": ..., "pool": ...}[kind]
        stride = options.get("stride", usual)
        sides.append(...)
        n = sides[-1]
    return sides
