"""The kernel: the processes that run a lesson's code, and the messages that go to and from them."""
