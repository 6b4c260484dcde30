"""How long something may take before the screen speaks of it."""

from __future__ import annotations

AT_ONCE = 0.1
"""Seconds in which an answer seems to come at once (Card, Moran and Newell, The Psychology of Human-Computer
Interaction, 1983): until then, that something runs is not shown, for it would only flicker and take time itself."""
