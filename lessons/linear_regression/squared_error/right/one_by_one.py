def mean_squared_error(prediction, target):
    total = 0
    for p, t in zip(prediction, target):
        total = total + (p.squeeze() - t.squeeze()) ** 2
    return total / len(target)
