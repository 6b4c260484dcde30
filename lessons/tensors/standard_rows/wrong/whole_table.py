# expects: one mean and one deviation of the whole table
def standardize(x):
    return (x - x.mean()) / x.std()
