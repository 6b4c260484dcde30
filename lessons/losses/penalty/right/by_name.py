def penalized(model, x, y, l2, l1):
    loss = (model(x) - y).pow(2).mean()
    for name, p in model.named_parameters():
        if name.endswith("weight"):
            loss = loss + (l2 * p**2 + l1 * p.abs()).sum()
    return loss
