# expects: math.exp
# fails: uses x twice and y twice, as the graph does
import math


def from_graph(x, y):
    return math.exp(x - y) / (1 + x * y)
