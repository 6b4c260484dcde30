# expects: a branch of it
def predict(rate, curvatures):
    factor = 1 - rate * curvatures.max()
    if factor < -1:
        return "diverging"
    elif -1 < factor < 0:
        return "oscillating"
    elif factor > 0.5:
        return "steady"
