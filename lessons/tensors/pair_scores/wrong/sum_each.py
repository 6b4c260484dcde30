# expects: each summed first
def scores(q, A, t):
    return (q @ A).sum(1) * t.sum(1)
