"""Kinds of picture: what each holds, how it is made from torch's values, how it is drawn."""
