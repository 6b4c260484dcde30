# expects: the range from 0 to 1
def standardize(x):
    low = x.amin(dim=1, keepdim=True)
    high = x.amax(dim=1, keepdim=True)
    return (x - low) / (high - low)
