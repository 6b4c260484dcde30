"""What is seen beside a lesson: the panels, what is drawn in them, and the numbers."""
