# expects: the rows are divided by about
# fails: works for rows that are spread little, or much
def standardize(x):
    m = x.mean(1, keepdim=True)
    s = (x.var(1, keepdim=True) + 1e-5).sqrt()
    return (x - m) / s
