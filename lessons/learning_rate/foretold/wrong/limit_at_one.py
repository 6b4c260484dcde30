# expects: changes sides
def predict(rate, curvatures):
    steepest = curvatures.max()
    if rate > 1 / steepest:
        return "diverging"
    return "steady"
