# expects: return statement
def all_distances(a, b):
    d = ((a[:, None] - b[None]) ** 2).sum(-1).sqrt()
