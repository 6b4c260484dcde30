# expects: stretched to 0
def foretell(a, b):
    n = max(len(a), len(b))
    a = (1,) * (n - len(a)) + a
    b = (1,) * (n - len(b)) + b
    out: tuple[int, ...] = ()
    for x, y in zip(a, b):
        if x != y and x not in (0, 1) and y not in (0, 1):
            return None
        out += (y if x in (0, 1) else x,)
    return out
