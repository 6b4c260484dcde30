# expects: gradient alone


def step(p, gradient, velocity, rate, beta):
    v = beta * velocity + gradient
    return p - rate * gradient, v
