# expects: The curvatures come in any order
def predict(rate, curvatures):
    steepest = max(curvatures[0], curvatures[-1])
    if rate * steepest > 2:
        return "diverging"
    return "oscillating" if rate * steepest > 1 else "steady"
