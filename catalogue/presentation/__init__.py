from .sheet import present
from .structured_data import json_ld

__all__ = ["context_of", "json_ld", "present"]


def context_of(page) -> dict:
    """What templates/catalogue/project_page.html reads."""
    sheet = present(page)
    return {"sheet": sheet, "json_ld": json_ld(page, sheet)}
