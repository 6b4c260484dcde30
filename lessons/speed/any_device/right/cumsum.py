def fade(x):
    n = len(x)
    if n == 1:
        return x.clone()
    k = x.new_ones(n).cumsum(0) - 1
    return ((n - 1 - k) / (n - 1)).unsqueeze(-1) * x
