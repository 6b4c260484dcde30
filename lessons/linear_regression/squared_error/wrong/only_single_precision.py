# expects: float64
# fails: is right for one sample, in float64, for a part of a table
def mean_squared_error(prediction, target):
    error = prediction.float() - target.reshape(-1, 1).float()
    return (error**2).mean()
