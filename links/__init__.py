"""External addresses of published pages: which there are, whether they still open, and since when they do not."""
