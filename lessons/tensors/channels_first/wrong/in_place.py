# expects: changed pictures
# expects: end in an underscore
def rows(pictures):
    pictures.transpose_(1, 3).transpose_(2, 3)
    return pictures.reshape(len(pictures), -1)
