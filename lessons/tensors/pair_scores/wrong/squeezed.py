# expects: squeeze() takes away every dimension
def scores(questions, A, texts):
    return (
        questions[:, None, :] @ A @ texts[:, :, None]
    ).squeeze()
