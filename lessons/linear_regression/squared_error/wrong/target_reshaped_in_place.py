# expects: changed target
def mean_squared_error(prediction, target):
    target.resize_(len(target), 1)
    return ((prediction - target) ** 2).mean()
