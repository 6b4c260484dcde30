# expects: without a return statement
def predict(rate, curvatures):
    steepest = curvatures.max()
    if rate > 2 / steepest:
        print("diverging")
    elif rate > 1 / steepest:
        print("oscillating")
    else:
        print("steady")
