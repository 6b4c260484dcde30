"""The pieces that screens are made of, each with its CSS beside it."""
