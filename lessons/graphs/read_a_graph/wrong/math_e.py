# expects: it has exp not at all
import math


def from_graph(x, y):
    return math.e ** (x - y) / (1 + x * y)
