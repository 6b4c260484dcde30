"""A network as blocks, with what passes through them."""
