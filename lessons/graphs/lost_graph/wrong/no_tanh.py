# expects: without the tanh
def neuron_loss(w, b, x, y):
    return ((y - (w * x + b)) ** 2).mean()
