# expects: the wrong way round
from itertools import zip_longest


def foretell(a, b):
    shape: tuple[int, ...] = ()
    for m, n in zip_longest(
        reversed(a), reversed(b), fillvalue=1
    ):
        if m != n and 1 not in (m, n):
            return None
        shape += (n if m == 1 else m,)
    return shape
