# expects: costs fewer steps
def overfitting(runs):
    stops = {}
    for name, (training, held_out) in runs.items():
        step = max(
            i
            for i, h in enumerate(held_out)
            if h == min(held_out)
        )
        if (
            held_out[-1] > 1.1 * min(held_out)
            and training[-1] < training[step]
        ):
            stops[name] = step
    return stops
