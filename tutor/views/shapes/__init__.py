"""What becomes of shapes, or why they clash."""
