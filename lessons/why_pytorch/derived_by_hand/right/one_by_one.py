import math


def slope(w, x, y):
    total = 0.0
    for a, b in zip(x.tolist(), y.tolist()):
        z = w * a
        total += 2 * (math.tanh(z) - b) / math.cosh(z) ** 2 * a
    return total / len(x)
