# expects: a multiple of the other
def foretell(a, b):
    n = max(len(a), len(b))
    a = (1,) * (n - len(a)) + a
    b = (1,) * (n - len(b)) + b
    out: tuple[int, ...] = ()
    for x, y in zip(a, b):
        if x % max(y, 1) and y % max(x, 1):
            return None
        out += (max(x, y),)
    return out
