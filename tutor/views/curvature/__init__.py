"""What the curvature of a loss says of the learning rate."""
