# expects: the gradient alone
# fails: keeps a part of the old velocity and takes the gradient in
def step(p, gradient, velocity, rate, beta):
    return p - rate * (
        beta * velocity + gradient
    ), gradient.clone()
