# expects: from the right
def foretell(a, b):
    dims = max(len(a), len(b))
    a = a + (1,) * (dims - len(a))
    b = b + (1,) * (dims - len(b))
    shape: tuple[int, ...] = ()
    for m, n in zip(a, b):
        if m != n and 1 not in (m, n):
            return None
        shape += (n if m == 1 else m,)
    return shape
