# expects: training loss rises, too
def overfitting(runs):
    stops = {}
    for name, (_, held_out) in runs.items():
        step = held_out.index(min(held_out))
        if held_out[-1] > 1.1 * min(held_out):
            stops[name] = step
    return stops
