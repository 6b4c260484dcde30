"""Charts that somebody else's library has laid out: axes with lines, points, bars, areas and pictures."""
