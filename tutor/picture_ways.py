"""How pictures are shown: what an option says to the tutor, and a variable to the tutor and to its kernel."""

from __future__ import annotations

PICTURES = ("blocks", "auto", "kitty", "iterm", "sixel")
"""In half blocks; as pixels by any of the ways that the terminal has; or by one alone."""
PICTURES_VARIABLE = "PYTORCH_TUTOR_PICTURES"
