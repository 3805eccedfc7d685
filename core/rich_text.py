"""What an editor may use in a rich text, by what the text is. `core/sanitising.py` keeps at least that."""

# A few sentences at the head of a page.
SENTENCES = ["bold", "italic", "link"]
# A part of a page, under a title of level 2.
SECTION = ["h3", "h4", "bold", "italic", "ol", "ul", "link", "document-link", "blockquote"]
# The whole of a page.
PAGE = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link", "blockquote"]
