"""The home screen: the course, and how far one is."""
