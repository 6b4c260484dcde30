# expects: below −1
def predict(rate, curvatures):
    factors = 1 - rate * curvatures
    if factors.max() > 1:
        return "diverging"
    if factors.min() < 0:
        return "oscillating"
    return "steady"
