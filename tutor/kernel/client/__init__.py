"""The tutor's end: starts a kernel, here or anywhere, and speaks with it."""
