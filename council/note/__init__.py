"""A note to a council about the sheets of a selection: one content, as PDF/UA, DOCX and ODT."""
