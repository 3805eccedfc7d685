from .answers import Answer
from .owners import BlockedMailbox, OwnerAddress
from .questions import Question, QuestionEvent

__all__ = ["Answer", "BlockedMailbox", "OwnerAddress", "Question", "QuestionEvent"]
