# expects: t counts from 1
# fails: moves p by the corrected mean, divided by the root of v_hat
def step(
    p, gradient, m, v, t, rate, beta1=0.9, beta2=0.999, eps=1e-8
):
    m = beta1 * m + (1 - beta1) * gradient
    v = beta2 * v + (1 - beta2) * gradient**2
    m_hat = m / (1 - beta1 ** (t + 1))
    v_hat = v / (1 - beta2 ** (t + 1))
    return p - rate * m_hat / (v_hat.sqrt() + eps), m, v
