# expects: squeeze() takes away every dimension
# fails: works for a single pair, and where D or E is 1
def scores(q, A, t):
    return ((q @ A)[:, None] @ t[..., None]).squeeze()
