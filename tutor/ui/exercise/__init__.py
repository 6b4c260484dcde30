"""An exercise: its task, the answer with its checks, the verdict; and the list of all."""
