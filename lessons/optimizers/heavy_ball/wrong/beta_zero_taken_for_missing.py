# expects: β = 0.0
# fails: does so for tensors of every shape and dtype, and for β from 0 on
def step(p, gradient, velocity, rate, beta):
    beta = beta or 0.9
    velocity = beta * velocity + gradient
    return p - rate * velocity, velocity
