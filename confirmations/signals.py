"""What brings a check sooner: questions that nobody answers, an address that does not open any more. Readers say it by their own form (`models.reports`), editors
from the desk."""

from django.contrib.contenttypes.models import ContentType

from catalogue.models import ProjectPage
from exchanges.models import Question
from exchanges.states import Kind as QuestionKind

from .models import Check
from .states import By

FEW = 2  # unanswered questions


def question_left_unanswered(sheet) -> None:
    told = Question.objects.confirmed().with_state().filter(sheet=sheet)
    if told.filter(current=QuestionKind.TOLD).count() >= FEW:
        Check.objects.signal(sheet, "Deux questions sont restées sans réponse", By.CLOCK)


def addresses_died(uses) -> None:
    """uses: rows of `links.models.LinkUse`. Told once of each sheet."""
    sheets = ContentType.objects.get_for_model(ProjectPage).pk
    hosts = {int(use.object_id): use.link.host for use in uses if use.content_type_id == sheets}
    for sheet in ProjectPage.objects.filter(pk__in=hosts):
        words = f"Une adresse qu’elle cite ne s’ouvre plus : {hosts[sheet.pk]}"
        Check.objects.signal(sheet, words, By.CLOCK)
