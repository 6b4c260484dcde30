"""The screens: the only code of the tutor that knows Textual."""

import os

# Textual draws at the ticks of a clock, after a drawing from the second tick on: at its own 60 a second, what a key led
# to would wait for up to 33 ms behind the drawing of the key itself. It reads this when it is first loaded.
os.environ.setdefault("TEXTUAL_FPS", "240")
