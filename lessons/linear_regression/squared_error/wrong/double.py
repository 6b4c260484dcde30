# expects: torch.float64
# fails: is the mean of the squared errors, for a target (N, 1)
def mean_squared_error(prediction, target):
    error = prediction.double() - target.double().reshape(-1, 1)
    return (error**2).mean()
