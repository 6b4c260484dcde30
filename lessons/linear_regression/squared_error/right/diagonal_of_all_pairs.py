def mean_squared_error(prediction, target):
    pairs = prediction - target.reshape(1, -1)  # (N, N)
    return (pairs.diagonal() ** 2).mean()
