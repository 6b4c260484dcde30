# expects: lstm_cell
# fails: is a cell of your own
from torch import nn


class LSTMCell(nn.LSTMCell):
    pass
