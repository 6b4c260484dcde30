# expects: cut or turned them
# fails: works for pictures that were cut or turned before
def rows(pictures):
    n, h, w, c = pictures.shape
    return (
        pictures.view(n, h * w, c).transpose(1, 2).reshape(n, -1)
    )
