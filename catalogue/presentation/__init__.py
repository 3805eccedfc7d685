from .sheet import present
from .structured_data import json_ld

__all__ = ["json_ld", "present"]
