# expects: clash
# expects: torch raises an error
def foretell(a, b):
    dims = max(len(a), len(b))
    a = (1,) * (dims - len(a)) + a
    b = (1,) * (dims - len(b)) + b
    return tuple(max(m, n) for m, n in zip(a, b))
