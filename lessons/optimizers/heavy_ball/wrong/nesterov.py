# expects: Nesterov
def step(p, gradient, velocity, rate, beta):
    velocity = beta * velocity + gradient
    return p - rate * (gradient + beta * velocity), velocity
