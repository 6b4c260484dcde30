def loss(x):
    return x.mean()
