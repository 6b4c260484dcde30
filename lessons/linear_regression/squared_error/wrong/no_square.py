# expects: without the square
# expects: cancel
def mean_squared_error(prediction, target):
    return (prediction - target.reshape(-1, 1)).mean()
