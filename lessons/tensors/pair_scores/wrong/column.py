# expects: they stand as a column
def scores(questions, A, texts):
    return ((questions @ A) * texts).sum(dim=1, keepdim=True)
