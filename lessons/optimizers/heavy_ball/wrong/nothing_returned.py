# expects: returns None
def step(p, gradient, velocity, rate, beta):
    velocity = beta * velocity + gradient
    p = p - rate * velocity
