# expects: changed pictures
# expects: whose name ends in _
def rows(pictures):
    pictures.transpose_(1, 3).transpose_(2, 3)
    return pictures.reshape(len(pictures), -1)
