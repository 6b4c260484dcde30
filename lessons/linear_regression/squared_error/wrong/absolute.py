# expects: mean of the absolute
def mean_squared_error(prediction, target):
    return (prediction - target.reshape(-1, 1)).abs().mean()
