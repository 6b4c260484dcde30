# expects: trained at
import torch


def highest_rate(loss_of, p):
    return 0.02977
