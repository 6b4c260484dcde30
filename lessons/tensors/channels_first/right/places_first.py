def rows(pictures):
    n, h, w, c = pictures.shape
    places = pictures.reshape(n, h * w, c)
    return places.mT.flatten(1)
