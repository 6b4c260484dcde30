"""A confusion matrix with what lies behind its cells."""
