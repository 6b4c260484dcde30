# expects: flat


def huber(prediction, target, delta):
    e = (prediction - target).clamp(-delta, delta)
    return (e**2 / 2).mean()
