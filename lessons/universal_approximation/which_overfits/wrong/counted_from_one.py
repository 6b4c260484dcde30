# expects: count from 0
def overfitting(runs):
    stops = {}
    for name, (training, held_out) in runs.items():
        step = held_out.index(min(held_out))
        if (
            held_out[-1] > 1.1 * min(held_out)
            and training[-1] < training[step]
        ):
            stops[name] = step + 1
    return stops
