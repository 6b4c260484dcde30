# expects: what happened
def predict(rate, curvatures):
    product = rate * curvatures.mean()
    if product > 2:
        return "diverging"
    return "oscillating" if product > 1 else "steady"
