"""How many values lie where."""
