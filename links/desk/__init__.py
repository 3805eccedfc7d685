"""The editors' side of external addresses: one list, the dead ones first, each with what holds it."""
