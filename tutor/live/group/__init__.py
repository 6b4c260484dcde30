"""Processes that train together: `live.ranks`, from the fork of each to the sentence on how one ended."""
