"""What was busy when."""
