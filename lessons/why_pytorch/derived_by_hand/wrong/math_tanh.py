# expects: single numbers
# expects: a whole array
import math


def slope(w, x, y):
    guess = math.tanh(w * x)
    return (2 * (guess - y) * (1 - guess**2) * x).mean()
