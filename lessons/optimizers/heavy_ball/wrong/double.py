# expects: torch.float64
# fails: returns two tensors, the new p and the new velocity
def step(p, gradient, velocity, rate, beta):
    v = beta * velocity.double() + gradient
    return p - rate * v, v
