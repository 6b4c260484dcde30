# expects: with a minus
# expects: torch.optim.SGD


def step(p, gradient, velocity, rate, beta):
    v = beta * velocity - rate * gradient
    return p + v, v
