# expects: (1, 4)
# fails: works for a single row
def standardize(x):
    return (
        (x - x.mean(1, keepdim=True)) / x.std(1, keepdim=True)
    ).squeeze()
