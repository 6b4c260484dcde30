# expects: no whole number
def foretell(a, b):
    n = max(len(a), len(b))
    a = (1,) * (n - len(a)) + a
    b = (1,) * (n - len(b)) + b
    out: tuple[float, ...] = ()
    for x, y in zip(a, b):
        if x != y and 1 not in (x, y):
            return None
        out += (x * y / (x if x == y and x else 1),)
    return out
