# expects: changes sides
def foretell(rate, curvatures):
    steepest = curvatures.max()
    if rate > 1 / steepest:
        return "diverging"
    return "steady"
