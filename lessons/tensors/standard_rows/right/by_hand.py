def standardize(x):
    n, d = x.shape
    centered = x - (x.sum(dim=1) / d).reshape(n, 1)
    variance = (centered**2).sum(dim=1, keepdim=True) / (d - 1)
    return centered / variance**0.5
