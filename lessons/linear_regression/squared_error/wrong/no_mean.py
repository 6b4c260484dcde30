# expects: a mean or a sum may be missing
def mean_squared_error(prediction, target):
    return (prediction - target.reshape(-1, 1)) ** 2
