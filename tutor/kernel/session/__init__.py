"""Runs the cells of a lesson, and says what they show, print and report."""
