# %% tags=["hidden"]
import csv
import time
from pathlib import Path

import torch
from torch import nn

model = nn.Linear(4, 3)
Path("table.csv").write_text("height,kind\n3.5,fir\n,oak\n")
counts = torch.tensor([320.0, 331.0, 325.0])

# %% the numbers that a model keeps
kept = [*model.parameters(), *model.buffers()]
sum(one.numel() for one in kept)

# %% what this process computed, in seconds
began = time.process_time()
model(torch.ones(1, 4))
spent = time.process_time() - began

# %% a table as columns, by their names
with Path("table.csv").open(newline="") as file:
    header, *rows = csv.reader(file)
columns = dict(zip(header, zip(*rows)))

# %% what one score is worth: its spread over seeds
print(f"{counts.mean():.0f} ± {counts.std():.0f} of 360")
