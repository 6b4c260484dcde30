def foretell(a, b):
    match a, b:
        case (), _:
            return b
        case _, ():
            return a
    rest = foretell(a[:-1], b[:-1])
    if rest is None:
        return None
    match a[-1], b[-1]:
        case 1, n:
            return (*rest, n)
        case m, 1:
            return (*rest, m)
        case m, n if m == n:
            return (*rest, m)
    return None
