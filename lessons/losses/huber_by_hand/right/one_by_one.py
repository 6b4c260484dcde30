def huber(prediction, target, delta):
    total = 0
    for p, t in zip(prediction.flatten(), target.flatten()):
        e = abs(p - t)
        if e <= delta:
            total = total + e * e / 2
        else:
            total = total + delta * (e - delta / 2)
    return total / len(target)
