"""Spreadsheets that people fill in: which files are read, what their cells say, how files of ours are written."""
