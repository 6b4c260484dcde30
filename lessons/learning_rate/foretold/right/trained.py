def predict(rate, curvatures):
    errors = [[1.0] for _ in curvatures]
    for path, curvature in zip(errors, curvatures.tolist()):
        for _ in range(20):
            path.append(path[-1] - rate * curvature * path[-1])
    if any(abs(path[-1]) > 1 for path in errors):
        return "diverging"
    if any(path[1] < 0 for path in errors):
        return "oscillating"
    return "steady"
