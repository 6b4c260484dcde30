# expects: to NumPy
# expects: would silence it
import numpy as np


def neuron_loss(w, b, x, y):
    p = np.tanh((w * x + b).numpy())
    return ((y - p) ** 2).mean()
