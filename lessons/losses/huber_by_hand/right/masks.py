def huber(prediction, target, delta):
    e = prediction - target
    size = e.abs()
    inside = (size <= delta).to(e.dtype)
    each = inside * e * e / 2
    each = each + (1 - inside) * delta * (size - 0.5 * delta)
    return each.sum() / each.numel()
