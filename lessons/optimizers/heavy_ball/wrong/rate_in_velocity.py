# expects: contains the rate
def step(p, gradient, velocity, rate, beta):
    velocity = beta * velocity + rate * gradient
    return p - velocity, velocity
