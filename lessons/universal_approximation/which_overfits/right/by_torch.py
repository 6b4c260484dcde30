import torch


def overfitting(runs):
    result = {}
    for name in runs:
        training, held_out = map(torch.tensor, runs[name])
        best, step = held_out.min(dim=0)
        rise = (held_out[-1] - best) / best
        if rise > 0.1 and training[-1] < training[step]:
            result[name] = int(step)
    return result
