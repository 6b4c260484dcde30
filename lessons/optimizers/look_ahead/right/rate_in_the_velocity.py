import torch


def descend(gradient_of, start, rate, beta, steps):
    p, u = start.clone(), 0 * start  # u is rate · v
    rows = [p.clone()]
    while len(rows) <= steps:
        pull = rate * gradient_of(p)
        u = beta * u + pull
        p -= pull + beta * u
        rows.append(p.clone())
    return torch.cat([row[None] for row in rows])
