from .declarations import Declaration
from .nodes import Node
from .reuses import Reuse, ReuseEvent

__all__ = ["Declaration", "Node", "Reuse", "ReuseEvent"]
