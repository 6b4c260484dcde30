# expects: the old velocity
def step(p, gradient, velocity, rate, beta):
    new = beta * velocity + gradient
    return p - rate * velocity, new
