"""How the tutor reaches its terminal: colors, characters, bytes, keys, and the garbage of a long session."""
