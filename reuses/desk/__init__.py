"""The editors' list of reuses."""
