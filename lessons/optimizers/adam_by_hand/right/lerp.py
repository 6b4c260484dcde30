def step(
    p, gradient, m, v, t, rate, beta1=0.9, beta2=0.999, eps=1e-8
):
    m = m.lerp(gradient, 1 - beta1)
    v = v.lerp(gradient.square(), 1 - beta2)
    divisor = (v / (1 - beta2**t)).sqrt().add(eps)
    return p - rate / (1 - beta1**t) * m / divisor, m, v
