# expects: the sum over e is missing
def scores(questions, A, texts):
    return (questions @ A) * texts
