# expects: should be a tensor
def confusion(truth, predicted, classes):
    matrix = [[0] * classes for _ in range(classes)]
    for t, p in zip(truth.tolist(), predicted.tolist()):
        matrix[t][p] += 1
    return matrix
