# expects: it should be a tensor
def scores(q, A, t):
    return ((q @ A) * t).sum(1).tolist()
