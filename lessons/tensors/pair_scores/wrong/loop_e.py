# expects: one at a time
def scores(q, A, t):
    left = q @ A
    return sum(left[:, e] * t[:, e] for e in range(A.shape[1]))
