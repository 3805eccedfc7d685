"""What brings a check sooner: questions that nobody answers. Readers say it by their own form (`models.reports`), editors
from the desk."""

from exchanges.models import Question
from exchanges.states import Kind as QuestionKind

from .models import Check
from .states import By

FEW = 2  # unanswered questions


def question_left_unanswered(sheet) -> None:
    told = Question.objects.confirmed().with_state().filter(sheet=sheet)
    if told.filter(current=QuestionKind.TOLD).count() >= FEW:
        Check.objects.signal(sheet, "Deux questions sont restées sans réponse", By.CLOCK)
