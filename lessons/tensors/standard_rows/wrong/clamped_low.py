# expects: the rows are divided by about
# fails: works for rows that are spread little, or much
def standardize(x):
    m = x.mean(1, keepdim=True)
    s = x.std(1, keepdim=True).clamp(min=0.01)
    return (x - m) / s
