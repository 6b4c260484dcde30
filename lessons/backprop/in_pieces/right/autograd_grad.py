import torch


def fill_gradients(model, x, y, pieces):
    parameters = list(model.parameters())
    sums = [torch.zeros_like(p) for p in parameters]
    total = 0.0
    for xs, ys in zip(x.chunk(pieces), y.chunk(pieces)):
        squares = ((model(xs) - ys) ** 2).sum()
        found = torch.autograd.grad(squares / len(x), parameters)
        sums = [s + g for s, g in zip(sums, found)]
        total += float(squares) / len(x)
    for parameter, s in zip(parameters, sums):
        parameter.grad = s
    return total
