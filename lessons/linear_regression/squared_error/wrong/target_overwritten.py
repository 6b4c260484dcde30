# expects: changed target
def mean_squared_error(prediction, target):
    t = target.reshape(-1, 1)
    t -= prediction.detach()
    return ((t + prediction.detach() - prediction) ** 2).mean()
