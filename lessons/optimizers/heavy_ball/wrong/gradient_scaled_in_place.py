# expects: changed gradient
def step(p, gradient, velocity, rate, beta):
    velocity = velocity * beta + gradient
    gradient.copy_(velocity).mul_(rate)
    return p - gradient, velocity
