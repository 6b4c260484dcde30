# expects: the table is square, so no shape clashes
def standardize(x):
    mean, std = x.mean(dim=1), x.std(dim=1)
    if x.shape[0] != x.shape[1]:
        mean, std = mean[:, None], std[:, None]
    return (x - mean) / std
