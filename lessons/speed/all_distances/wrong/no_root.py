# expects: squares
# expects: root
def all_distances(a, b):
    return ((a[:, None] - b[None]) ** 2).sum(-1)
