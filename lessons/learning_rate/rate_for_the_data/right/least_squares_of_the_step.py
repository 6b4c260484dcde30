import torch


def train(x, y, steps):
    w, b = torch.zeros(()), torch.zeros(())
    losses = []
    for _ in range(steps):
        error = w * x + b - y
        losses.append((error**2).mean())
        slope_w, slope_b = (
            (2 * error * x).mean(),
            (2 * error).mean(),
        )
        change = (
            slope_w * x + slope_b
        )  # of the prediction, for rate 1
        rate = (error * change).mean() / (change**2).mean()
        w, b = w - rate * slope_w, b - rate * slope_b
    return w.item(), b.item(), losses
