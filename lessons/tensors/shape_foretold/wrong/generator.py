# expects: returns a generator
# expects: tuple(…)
def foretell(a, b):
    dims = max(len(a), len(b))
    a = (1,) * (dims - len(a)) + a
    b = (1,) * (dims - len(b)) + b
    return (n if m == 1 else m for m, n in zip(a, b))
