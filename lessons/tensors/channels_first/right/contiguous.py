def rows(pictures):
    channels_first = pictures.permute(0, 3, 1, 2).contiguous()
    return channels_first.view(pictures.shape[0], -1)
