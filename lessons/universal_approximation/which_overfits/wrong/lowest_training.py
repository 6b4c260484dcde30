# expects: the last step
def overfitting(runs):
    stops = {}
    for name, (training, held_out) in runs.items():
        step = training.index(min(training))
        if held_out[-1] > 1.1 * min(held_out):
            stops[name] = step
    return stops
