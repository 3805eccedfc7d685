"""Dates and tours as spreadsheets, over `core.tables`."""
