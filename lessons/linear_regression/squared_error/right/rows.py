def mean_squared_error(prediction, target):
    difference = prediction.flatten() - target.flatten()
    return difference.square().mean()
