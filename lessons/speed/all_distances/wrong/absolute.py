# expects: absolute differences
def all_distances(a, b):
    return (a[:, None] - b[None, :]).abs().sum(dim=-1)
