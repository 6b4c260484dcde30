# expects: twice the mean error
# expects: squares


def mean_squared_error(prediction, target):
    return ((prediction.flatten() - target.flatten()) * 2).mean()
