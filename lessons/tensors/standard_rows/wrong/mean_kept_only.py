# expects: clash
def standardize(x):
    return (x - x.mean(dim=1, keepdim=True)) / x.std(dim=1)
