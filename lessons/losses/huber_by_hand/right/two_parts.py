def huber(prediction, target, delta):
    e = (target - prediction).flatten()
    near = e[e.abs() <= delta]
    far = e[e.abs() > delta]
    sums = (near**2).sum() / 2
    sums = sums + (delta * (far.abs() - delta / 2)).sum()
    return sums / e.numel()
