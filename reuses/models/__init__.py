from .nodes import Node
from .reuses import Reuse, ReuseEvent

__all__ = ["Node", "Reuse", "ReuseEvent"]
