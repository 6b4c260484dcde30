# expects: the square of the mean
def mean_squared_error(prediction, target):
    return (prediction - target.reshape(-1, 1)).mean() ** 2
