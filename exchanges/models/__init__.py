from .answers import Answer
from .owners import OwnerAddress
from .questions import Question, QuestionEvent

__all__ = ["Answer", "OwnerAddress", "Question", "QuestionEvent"]
