"""The values that a control can have."""

Scalar = float | int | str | bool
"""The value of a control."""
