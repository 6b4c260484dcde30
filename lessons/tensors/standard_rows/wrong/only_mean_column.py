# expects: each column was taken away
def standardize(x):
    return (x - x.mean(0, keepdim=True)) / x.std(1, keepdim=True)
