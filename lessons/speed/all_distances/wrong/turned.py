# expects: other way round
def all_distances(a, b):
    return (b[:, None] - a[None, :]).norm(dim=-1)
