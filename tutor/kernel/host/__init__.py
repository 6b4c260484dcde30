"""The warm process: torch and pytest loaded, one thread; it forks sessions and checks, and watches over them."""
