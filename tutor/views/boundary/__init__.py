"""What a model answers over the plane, or over a line."""
