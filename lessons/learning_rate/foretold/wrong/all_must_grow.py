# expects: a single direction
import torch


def predict(rate, curvatures):
    factors = 1 - rate * curvatures
    if torch.all(factors < -1):
        return "diverging"
    if torch.all(factors < 0):
        return "oscillating"
    return "steady"
