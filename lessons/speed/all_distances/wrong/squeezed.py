# expects: squeeze() takes away
# fails: works for single points, and for points of a single number
def all_distances(a, b):
    return ((a[:, None] - b[None]) ** 2).sum(-1).sqrt().squeeze()
