# expects: nothing else is done to it
def scores(q, A, t):
    return ((q @ A).abs() * t).sum(1)
