# /// lesson
# title = "Linear regression"
# minutes = 15
# summary = "A line through points."
# goals = ["fit a line"]
# teaches = ["gradient", "learning rate", "loss"]
# needs = []
# exercises = ["one_step", "mean_loss"]
# ///
# %% [markdown]
"""
# A line

Two numbers make a line.
"""

# %%
print(1 + 1)
