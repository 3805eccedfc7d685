"""What questions and answers leave, as docs/personal-data.md tells it."""

import datetime

from django.db.models import Exists, OuterRef

from core.retention import Concerns, Retention, lasting
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
    unconfirmed(Question, "une question sur une fiche"),
    Retention(
        what="la fonction, l’adresse et les mots d’une question confirmée",
        why="la transmettre, et rapporter la réponse",
        who_sees="la fonction et les mots : la collectivité interrogée et la rédaction ; l’adresse : personne, sauf un administrateur tant qu’un courriel attend",
        kept=f"{lasting(TEXT_KEPT)} après la dernière nouvelle ; puis effacés, les dates restent",
        concerns=Concerns.SENDERS,
        where="exchanges/models/questions.py",
        forget=Question.objects.forget,
    ),
    Retention(
        what="la réponse à une question",
        why="l’apporter à qui l’a posée ; sur la fiche, quand les deux côtés et la rédaction l’acceptent",
        who_sees="qui l’a posée et la rédaction ; tout le monde une fois sur la fiche",
        kept=f"{lasting(TEXT_KEPT)}, quand elle n’est pas sur la fiche et que ses questions sont effacées",
        concerns=Concerns.SENDERS,
        where="exchanges/models/answers.py",
        forget=_erase_answers,
    ),
    Retention(
        what="les raisons données à chaque étape d’une question",
        why="les dire à l’autre côté",
        who_sees="les deux côtés, la rédaction",
        kept="autant que les mots de la question",
        concerns=Concerns.SENDERS,
        where="exchanges/retention_rules.py",
        forget=_erase_event_words,
    ),
    Retention(
        what="les adresses auxquelles les questions et les vérifications d’une collectivité sont parties",
        why="y écrire, et ouvrir sa page par un lien",
        who_sees="personne : la rédaction voit seulement d’où chacune vient",
        kept=f"{lasting(TEXT_KEPT)} après le dernier échange ; d’une adresse à laquelle ne plus écrire, une empreinte reste",
        concerns=Concerns.WRITTEN_TO,
        where="exchanges/models/owners.py",
        forget=_forget_addresses,
    ),
)
