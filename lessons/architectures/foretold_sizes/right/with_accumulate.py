from itertools import accumulate

import numpy as np


def after(n, layer):
    kind, options = layer
    k = options["kernel_size"]
    s = options.get("stride", k if kind == "pool" else 1)
    p = options.get("padding", 0)
    d = options.get("dilation", 1)
    return np.floor_divide(n + 2 * p - d * (k - 1) - 1, s) + 1


def foretell(n, layers):
    return tuple(accumulate(layers, after, initial=n))[1:]
