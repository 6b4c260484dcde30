Run = tuple[list[float], list[float]]  # training, held out


def overfitting(runs: dict[str, Run]) -> dict[str, int]:
    """The runs that overfit, each with the step to stop at."""
    stops = {}
    for name, (training, held_out) in runs.items():
        lowest = min(held_out)
        step = held_out.index(lowest)
        rises = held_out[-1] > 1.1 * lowest
        still_falls = training[-1] < training[step]
        if rises and still_falls:
            stops[name] = step
    return stops
