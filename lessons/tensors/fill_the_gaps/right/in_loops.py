def complete(x, mark):
    rows = [i for i in range(len(x)) if not (x[i] == mark).any()]
    return x[rows] if rows else x[:0]


def filled(x, mark):
    result = x.clone()
    n, d = x.shape
    for j in range(d):
        there = x[:, j][x[:, j] != mark]
        for i in range(n):
            if x[i, j] == mark:
                result[i, j] = there.sum() / len(there)
    return result
