# expects: changed velocity
# fails: leaves what it is given as it was
def step(p, gradient, velocity, rate, beta):
    velocity *= beta
    velocity += gradient
    return p - rate * velocity, velocity
