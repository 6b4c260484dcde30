# expects: velocity
# expects: in place
def step(p, gradient, velocity, rate, beta):
    velocity *= beta
    velocity += gradient
    return p - rate * velocity, velocity
