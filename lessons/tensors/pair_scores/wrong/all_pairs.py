# expects: each question has met each text
# expects: diagonal
def scores(questions, A, texts):
    return questions @ A @ texts.T
