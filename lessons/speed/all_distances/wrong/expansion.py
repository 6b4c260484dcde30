# expects: some of the distances are nan
# fails: gives 0 where two points are equal
def all_distances(a, b):
    return (
        (a**2).sum(1)[:, None] + (b**2).sum(1) - 2 * a @ b.T
    ).sqrt()
