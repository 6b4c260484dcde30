"""What the tutor and a kernel say to each other: messages, how they are framed, and the heartbeat."""
