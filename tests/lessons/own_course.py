"""What the tutor's own course holds, written out: a lesson that is left out anywhere is missed."""

LESSONS = (
    "why_pytorch", "tensors", "speed", "graphs", "backprop", "linear_regression", "learning_rate", "losses",
    "optimizers", "modules", "universal_approximation", "data", "training_loop", "architectures", "gpu",
    "many_gpus", "capstone",
)  # fmt: skip
MILESTONES = ("three_gradients", "own_backprop", "fresh_data", "own_digits", "new_writers")
