from .sendings import Sending
from .short_links import CODE, KEPT, LENGTH, LETTERS, TITLE_LENGTH, ShortLink

__all__ = ["CODE", "KEPT", "LENGTH", "LETTERS", "TITLE_LENGTH", "Sending", "ShortLink"]
