"""The cheat sheet, and the learner's own notes."""
