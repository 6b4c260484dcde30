def foretell(a, b):
    if not a or not b:
        return a or b
    rest = foretell(a[:-1], b[:-1])
    lengths = {a[-1], b[-1]} - {1}
    if rest is None or len(lengths) > 1:
        return None
    return (*rest, *(lengths or {1}))
