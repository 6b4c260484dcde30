def standardize(x):
    return ((x.T - x.mean(1)) / x.std(1)).T
