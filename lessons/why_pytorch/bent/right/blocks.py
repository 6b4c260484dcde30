from torch import nn


def cascade(width, depth):
    if depth == 0:
        return nn.Linear(1, 1)
    inner = [
        nn.Sequential(nn.Linear(width, width), nn.GELU())
        for _ in range(depth - 1)
    ]
    first = nn.Sequential(nn.Linear(1, width), nn.GELU())
    return nn.Sequential(first, *inner, nn.Linear(width, 1))
