# expects: came down again
def overfitting(runs):
    stops = {}
    for name, (training, held_out) in runs.items():
        step = held_out.index(min(held_out))
        if (
            max(held_out[step:]) > 1.1 * min(held_out)
            and training[-1] < training[step]
        ):
            stops[name] = step
    return stops
