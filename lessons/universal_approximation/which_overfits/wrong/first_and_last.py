# expects: above that at the step
def overfitting(runs):
    stops = {}
    for name, (training, held_out) in runs.items():
        step = held_out.index(min(held_out))
        if (
            held_out[-1] > 1.1 * min(held_out)
            and training[-1] < training[0]
            and training[-1] < 0.2
        ):
            stops[name] = step
    return stops
