# expects: each prediction is compared with every target
def mean_squared_error(prediction, target):
    return ((prediction - target) ** 2).mean()
