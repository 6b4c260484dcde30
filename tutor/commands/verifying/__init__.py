"""`pytorch-tutor verify`: whether a course keeps what it promises, found out by reading and by running all of it."""
