# expects: largest
# expects: what happened
def predict(rate, curvatures):
    flat = curvatures.min()
    if rate > 2 / flat:
        return "diverging"
    return "oscillating" if rate > 1 / flat else "steady"
