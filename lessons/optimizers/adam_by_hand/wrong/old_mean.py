# expects: came in


def step(
    p, gradient, m, v, t, rate, beta1=0.9, beta2=0.999, eps=1e-8
):
    new_m = beta1 * m + (1 - beta1) * gradient
    new_v = beta2 * v + (1 - beta2) * gradient**2
    mh = m / (1 - beta1**t)
    vh = new_v / (1 - beta2**t)
    return p - rate * mh / (vh.sqrt() + eps), new_m, new_v
