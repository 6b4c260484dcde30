# expects: one of the three words
def predict(rate, curvatures):
    steepest = curvatures.max()
    if rate > 2 / steepest:
        return "diverges"
    return "oscillating" if rate > 1 / steepest else "steady"
