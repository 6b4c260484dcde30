# expects: no overfitting yet
def overfitting(runs):
    stops = {}
    for name, (training, held_out) in runs.items():
        step = held_out.index(min(held_out))
        if held_out[-1] > 1.1 * training[-1]:
            stops[name] = step
    return stops
