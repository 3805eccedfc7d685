"""What questions and answers leave, as docs/personal-data.md tells it."""

import datetime

from django.db.models import Exists, OuterRef

from core.retention import Retention
from core.visitor_requests.retention import unconfirmed

from .models import Answer, OwnerAddress, Question, QuestionEvent
from .models.questions import TEXT_KEPT


def _erase_answers(now: datetime.datetime) -> int:
    """Those that nobody publishes, with the last of their questions."""
    kept = Question.objects.filter(answer=OuterRef("pk"), erased_at=None)
    old = Answer.objects.filter(accepted_at=None, erased_at=None, answered_at__lt=now - TEXT_KEPT)
    return old.filter(~Exists(kept)).update(text="", question_text="", said_by="", erased_at=now)


def _erase_event_words(now: datetime.datetime) -> int:
    return (
        QuestionEvent.objects.filter(question__erased_at__isnull=False)
        .exclude(text="")
        .update(text="")
    )


def _forget_addresses(now: datetime.datetime) -> int:
    old = OwnerAddress.objects.filter(created_at__lt=now - TEXT_KEPT)
    # Events of questions, and of the loops above.
    for relation in OwnerAddress._meta.related_objects:
        recent = relation.related_model.objects.filter(at__gte=now - TEXT_KEPT)
        old = old.filter(~Exists(recent.filter(**{relation.field.name: OuterRef("pk")})))
    # What must not be written to again is remembered, without its address.
    ended = old.exclude(ended_at=None).exclude(email="").update(email="")
    return ended + old.alive().delete()[0]


RETENTION = (
    unconfirmed(Question, "question about a sheet"),
    Retention(
        what="function, address and words of a confirmed question",
        why="to pass it on, and to bring the answer back",
        who_sees="function and words: the authority that it is asked, editors; the address: nobody but the mail queue",
        kept=f"{TEXT_KEPT.days} days after the last thing that happened to it; then erased, its dates stay",
        where="exchanges/models/questions.py",
        forget=Question.objects.forget,
    ),
    Retention(
        what="answer to a question",
        why="to bring it to those who asked; on the sheet when both sides agreed and an editor accepted",
        who_sees="those who asked, editors; everybody once it is on the sheet",
        kept=f"{TEXT_KEPT.days} days, when it is not on the sheet and its questions are erased",
        where="exchanges/models/answers.py",
        forget=_erase_answers,
    ),
    Retention(
        what="reasons given with what happened to a question",
        why="to tell the other side",
        who_sees="the two sides, editors",
        kept="as long as the question's words",
        where="exchanges/retention_rules.py",
        forget=_erase_event_words,
    ),
    Retention(
        what="addresses to which an authority's questions and checks went",
        why="to write there, and to open its page by a link",
        who_sees="nobody: editors see where each comes from",
        kept=f"{TEXT_KEPT.days} days after the last exchange there; of one that must not be written to again, a keyed "
        "hash stays",
        where="exchanges/models/owners.py",
        forget=_forget_addresses,
    ),
)
