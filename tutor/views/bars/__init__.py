"""Sizes as bars: one number for each of several things, such as the layers of a network."""
