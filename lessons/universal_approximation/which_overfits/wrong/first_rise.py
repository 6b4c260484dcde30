# expects: rises for the first time
# fails: goes on where the held-out loss falls again after a rise
Run = tuple[list[float], list[float]]


def overfitting(runs):
    o = {}
    for n, (t, h) in runs.items():
        k = 0
        while k + 1 < len(h) and h[k + 1] <= h[k]:
            k += 1
        if h[-1] > 1.1 * h[k] and t[-1] < t[k]:
            o[n] = k
    return o
