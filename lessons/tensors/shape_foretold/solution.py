def foretell(
    a: tuple[int, ...], b: tuple[int, ...]
) -> tuple[int, ...] | None:
    """The shape of a sum of two tensors of these shapes.

    None where the shapes clash.
    """
    dims = max(len(a), len(b))
    a = (1,) * (dims - len(a)) + a  # what is missing counts as 1
    b = (1,) * (dims - len(b)) + b
    shape: tuple[int, ...] = ()
    for m, n in zip(a, b):
        if m != n and 1 not in (m, n):
            return None
        shape += (n if m == 1 else m,)
    return shape
