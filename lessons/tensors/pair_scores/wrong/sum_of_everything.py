# expects: n was summed over
def scores(questions, A, texts):
    return ((questions @ A) * texts).sum()
