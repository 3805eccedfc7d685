"""The editors' side of checks: one list of all, whom to call first, which sources to read again."""
