# expects: two shapes do not fit
# expects: inner lengths must agree
def scores(questions, A, texts):
    return questions @ A @ texts
