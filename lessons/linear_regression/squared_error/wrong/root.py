# expects: the root of
def mean_squared_error(prediction, target):
    return (
        ((prediction - target.reshape(-1, 1)) ** 2).mean().sqrt()
    )
