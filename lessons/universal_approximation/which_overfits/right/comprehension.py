def lowest(losses):
    return min(range(len(losses)), key=losses.__getitem__)


def overfitting(runs):
    return {
        name: lowest(held_out)
        for name, (training, held_out) in runs.items()
        if held_out[-1] > min(held_out) * 1.1
        and training[-1] < training[lowest(held_out)]
    }
