"""E-mail: rendered at once, written with what it speaks of, sent until it is gone (`queue`)."""
