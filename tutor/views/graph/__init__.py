"""What autograd recorded, and the way back through it."""
