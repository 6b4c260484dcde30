"""Several ways over the size of the work."""
