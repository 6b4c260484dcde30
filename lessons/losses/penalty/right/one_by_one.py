def penalized(model, x, y, l2, l1):
    loss = ((model(x) - y) ** 2).sum() / len(y)
    for w in model.weight[0]:
        loss = loss + l2 * w * w + l1 * abs(w)
    return loss
