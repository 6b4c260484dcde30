def rows(pictures):
    n, h, w, c = pictures.shape
    return (
        pictures.reshape(n, h * w, c)
        .transpose(1, 2)
        .reshape(n, c * h * w)
    )
