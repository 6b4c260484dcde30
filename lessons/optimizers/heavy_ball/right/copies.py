def step(p, gradient, velocity, rate, beta):
    p, velocity = p.clone(), velocity.clone()
    velocity *= beta
    velocity += gradient
    p -= rate * velocity
    return [p, velocity]
