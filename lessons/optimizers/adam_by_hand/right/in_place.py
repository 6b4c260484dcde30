def step(
    p, gradient, m, v, t, rate, beta1=0.9, beta2=0.999, eps=1e-8
):
    m.mul_(beta1).add_(gradient, alpha=1 - beta1)
    v.mul_(beta2).addcmul_(gradient, gradient, value=1 - beta2)
    return (
        p.addcdiv(
            m / (1 - beta1**t),
            (v / (1 - beta2**t)).sqrt() + eps,
            value=-rate,
        ),
        m,
        v,
    )
