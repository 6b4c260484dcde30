def mean_squared_error(prediction, target):
    if target.dim() == 1:
        target = target.unsqueeze(1)
    squares = (target - prediction) ** 2
    return squares.sum() / len(squares)
