# expects: each with each
def mean_squared_error(prediction, target):
    n = len(prediction)
    rows = prediction.expand(n, n)
    return ((rows - target.reshape(-1).expand(n, n)) ** 2).mean()
