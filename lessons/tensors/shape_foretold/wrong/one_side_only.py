# expects: whichever of the two shapes it is in
def foretell(a, b):
    dims = max(len(a), len(b))
    a = (1,) * (dims - len(a)) + a
    b = (1,) * (dims - len(b)) + b
    for m, n in zip(a, b):
        if n not in (m, 1):
            return None
    return a
