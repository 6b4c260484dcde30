# expects: other way round


def step(p, gradient, velocity, rate, beta):
    v = beta * velocity + gradient
    return v, p - rate * v
