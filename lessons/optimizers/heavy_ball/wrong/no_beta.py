# expects: kept whole
def step(p, gradient, velocity, rate, beta):
    velocity = velocity + gradient
    return p - rate * velocity, velocity
