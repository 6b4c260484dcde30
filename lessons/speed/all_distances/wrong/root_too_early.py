# expects: absolute differences
def all_distances(a, b):
    return ((a[:, None] - b) ** 2).sqrt().sum(dim=-1)
