# expects: equals that at the step
# fails: compares the training loss with that at the same step
Run = tuple[list[float], list[float]]


def overfitting(runs):
    return {
        n: h.index(min(h))
        for n, (t, h) in runs.items()
        if h[-1] > 1.1 * min(h) and t[-1] <= t[h.index(min(h))]
    }
