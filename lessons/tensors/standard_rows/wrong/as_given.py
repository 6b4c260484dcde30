# expects: two shapes clash
# expects: keep its dimension
def standardize(x):
    return (x - x.mean(dim=1)) / x.std(dim=1)
