from .checks import Check, CheckEvent
from .reports import OutdatedReport

__all__ = ["Check", "CheckEvent", "OutdatedReport"]
