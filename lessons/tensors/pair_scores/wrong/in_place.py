# expects: changed texts
def scores(questions, A, texts):
    texts *= questions @ A
    return texts.sum(dim=1)
