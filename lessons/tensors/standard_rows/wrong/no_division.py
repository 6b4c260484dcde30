# expects: division by the standard deviation is missing
def standardize(x):
    return x - x.mean(dim=1, keepdim=True)
