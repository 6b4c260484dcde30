# expects: missing on the left
def foretell(a, b):
    shape: tuple[int, ...] = ()
    for m, n in zip(reversed(a), reversed(b)):
        if m != n and 1 not in (m, n):
            return None
        shape = (n if m == 1 else m, *shape)
    return shape
