def predict(rate, curvatures):
    said = "steady"
    for curvature in curvatures:
        factor = 1 - rate * curvature
        if factor < -1:
            return "diverging"
        if factor < 0:
            said = "oscillating"
    return said
