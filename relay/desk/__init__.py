"""The editors' side of requests: one list of all, each with what to do about it."""
