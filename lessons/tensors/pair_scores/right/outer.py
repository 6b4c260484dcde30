def scores(q, A, t):
    return (q[:, :, None] * A * t[:, None, :]).sum((1, 2))
