# expects: in any order
def predict(rate, curvatures):
    product = rate * curvatures[0]
    if product > 2:
        return "diverging"
    return "oscillating" if product > 1 else "steady"
