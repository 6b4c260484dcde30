# expects: before the root is taken
def all_distances(a, b):
    return (
        (a**2).sum(1)[:, None]
        + (b**2).sum(1)
        - 2 * a @ b.T
        + 1e-6
    ).sqrt()
