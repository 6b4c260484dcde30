# expects: the error grows
# expects: asks first
import torch


def predict(rate, curvatures):
    factors = 1 - rate * curvatures
    if torch.any(factors < 0):
        return "oscillating"
    if torch.any(factors < -1):
        return "diverging"
    return "steady"
