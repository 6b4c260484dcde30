import math


def foretell(w):
    answers = dict.fromkeys("ABCDEF", "error")
    answers.update(A=2 * w + 2 * w, B=1 * w, D=5.0, F=math.cos(w))
    return answers
