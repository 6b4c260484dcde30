# expects: N − 1


def mean_squared_error(prediction, target):
    e = prediction - target.reshape(-1, 1)
    return (e**2).sum() / (len(e) - 1)
