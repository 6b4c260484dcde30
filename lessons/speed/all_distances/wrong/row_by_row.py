# expects: each row with the row of the same number
def all_distances(a, b):
    return ((a - b) ** 2).sum(dim=1).sqrt()
