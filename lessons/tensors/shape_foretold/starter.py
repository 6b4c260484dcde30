def foretell(
    a: tuple[int, ...], b: tuple[int, ...]
) -> tuple[int, ...] | None:
    """The shape of a sum of two tensors of these shapes.

    None where the shapes clash.
    """
    raise NotImplementedError
