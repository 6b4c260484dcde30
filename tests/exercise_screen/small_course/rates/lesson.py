# /// lesson
# title = "The learning rate"
# minutes = 15
# summary = "How far to step."
# goals = ["fit a line"]
# teaches = ["gradient", "learning rate", "loss"]
# needs = []
# exercises = ["too_far"]
# ///
# %% [markdown]
"""
# A line

Two numbers make a line.
"""

# %%
print(1 + 1)
