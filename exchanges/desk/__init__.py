"""The editors' side of questions: one list of all exchanges, each with what to do about it, and the numbers."""
