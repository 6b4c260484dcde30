# expects: One branch


def huber(prediction, target, delta):
    e = prediction - target
    if (e.abs() <= delta).all():
        return (e**2 / 2).mean()
    return (delta * (e.abs() - delta / 2)).mean()
