"""Points, and the line that a training lays through them."""
