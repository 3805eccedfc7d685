"""Plain pages are found like any other."""

from core import kinds
from core.kinds import Kind

from .records import KIND, record_of

kinds.register(Kind(key=KIND, model="home.PlainPage", label="Pages", order=900, record=record_of))
kinds.not_searched("home.HomePage")
