# expects: each prediction is compared with every target
def mean_squared_error(prediction, target):
    return ((prediction - target.unsqueeze(1)) ** 2).mean()
