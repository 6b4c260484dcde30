from itertools import zip_longest


def foretell(a, b):
    shape = []
    for m, n in zip_longest(
        reversed(a), reversed(b), fillvalue=1
    ):
        if m == n or n == 1:
            shape.append(m)
        elif m == 1:
            shape.append(n)
        else:
            return None
    return tuple(reversed(shape))
