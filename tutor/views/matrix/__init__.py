"""Matrices as heat maps: confusion, attention."""
