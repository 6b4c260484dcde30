# expects: added whole
def step(p, gradient, velocity, rate, beta):
    velocity = beta * velocity + (1 - beta) * gradient
    return p - rate * velocity, velocity
