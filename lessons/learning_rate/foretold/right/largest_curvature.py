def predict(rate, curvatures):
    steepest = max(curvatures.tolist())
    if rate > 2 / steepest:
        return "diverging"
    return "oscillating" if rate > 1 / steepest else "steady"
