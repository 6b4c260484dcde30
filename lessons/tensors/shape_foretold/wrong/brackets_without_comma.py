# expects: a number and a tuple
# expects: the comma
from typing import Any


def foretell(a, b):
    dims = max(len(a), len(b))
    one: Any = 1
    a = one * (dims - len(a)) + a
    b = one * (dims - len(b)) + b
    return tuple(n if m == 1 else m for m, n in zip(a, b))
