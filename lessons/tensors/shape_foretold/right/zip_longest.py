from itertools import zip_longest


def foretell(a, b):
    out = []
    for m, n in zip_longest(a[::-1], b[::-1], fillvalue=1):
        if m != n and m != 1 and n != 1:
            return None
        out.insert(0, m if n == 1 else n)
    return tuple(out)
