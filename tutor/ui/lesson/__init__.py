"""A lesson: its pages, cells, controls and questions, and what runs them."""
