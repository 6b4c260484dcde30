def huber(prediction, target, delta):
    size = (prediction - target).abs()
    c = size.clamp(max=delta)
    return (c * (size - c / 2)).mean()
