def fill_gradients(model, x, y, pieces):
    model.zero_grad(set_to_none=False)
    size = -(-len(x) // pieces)
    total = 0.0
    for start in range(0, len(x), size):
        rows = slice(start, start + size)
        loss = (model(x[rows]) - y[rows]).square().sum()
        loss.backward()
        total += loss.item()
    for parameter in model.parameters():
        parameter.grad /= len(x)
    return total / len(x)
