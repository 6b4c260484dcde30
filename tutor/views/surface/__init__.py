"""A loss over two parameters, and a path on it."""
