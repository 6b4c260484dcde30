"""Lessons as data: the course, its lessons and exercises, read from their folders; no torch, no textual."""
