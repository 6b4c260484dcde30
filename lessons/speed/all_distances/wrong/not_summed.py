# expects: D is still there
def all_distances(a, b):
    return ((a[:, None] - b) ** 2).sqrt()
