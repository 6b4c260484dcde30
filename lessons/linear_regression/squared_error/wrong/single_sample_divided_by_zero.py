# expects: should be
def mean_squared_error(prediction, target):
    error = prediction.flatten() - target.flatten()
    return error.square().sum() / max(len(error), 2)
