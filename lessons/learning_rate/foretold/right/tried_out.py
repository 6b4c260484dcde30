import torch


def predict(rate, curvatures):
    error = torch.ones_like(curvatures)
    after = error - rate * curvatures * error
    if torch.linalg.norm(after, ord=torch.inf) > 1:
        return "diverging"
    return "oscillating" if after.min() < 0 else "steady"
