def scores(questions, A, texts):
    products = questions[:, :, None] * A * texts[:, None, :]
    return products.sum(dim=(1, 2))
