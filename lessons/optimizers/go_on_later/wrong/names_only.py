# expects: nothing was put into them


def save(model, optimizer):
    return {"model": model, "optimizer": optimizer}


def restore(c, model, optimizer):
    model = c["model"]
    optimizer = c["optimizer"]
