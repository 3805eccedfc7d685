"""Where sheets come in and go out as spreadsheets."""
