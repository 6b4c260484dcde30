# expects: along the velocity
def step(p, gradient, velocity, rate, beta):
    velocity = beta * velocity + gradient
    return p + rate * velocity, velocity
