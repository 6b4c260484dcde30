# expects: torch raises an error
# fails: says None where two lengths clash
def foretell(a, b):
    n = max(len(a), len(b))
    a = (1,) * (n - len(a)) + a
    b = (1,) * (n - len(b)) + b
    out: tuple[int, ...] = ()
    for x, y in zip(a, b):
        if x != y and 1 not in (x, y):
            return ()
        out += (y if x == 1 else x,)
    return out
