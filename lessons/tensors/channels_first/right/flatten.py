def rows(pictures):
    return pictures.movedim(-1, 1).flatten(1)
