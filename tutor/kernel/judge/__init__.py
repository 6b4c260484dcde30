"""Runs the checks of an exercise on a learner's answer."""
