"""What the owner's side does with a question, and what stands on the sheet of it."""

from django.db import transaction
from django.utils import timezone

from catalogue.choices import Origin
from catalogue.provenance import said_in_words
from core.page_cache import content_changed
from core.templatetags.typography import french_text

from . import as_suggestions, mails, states
from .models import Answer, OwnerAddress, Question
from .models.owners import Ended, Whence
from .states import By, Kind


def open_alike(question: Question) -> list[Question]:
    """All open questions that ask the same, the given one first."""
    found = Question.objects.alike(question).with_state().filter(current__in=states.OPEN)
    alike = found.select_related("sheet__authority", "authority")
    return sorted(alike, key=lambda one: (one.pk != question.pk, one.pk))


def answer(
    question: Question,
    *,
    text: str,
    said_by: str,
    owner_agreed: bool,
    recipient: OwnerAddress | None = None,
    user=None,
) -> Answer | None:
    """One answer to all who asked the same; None when somebody answered, withdrew or closed it meanwhile.

    recipient: who answered behind a link; else user, an editor in the network's name.
    """
    by = By.OWNER if recipient else By.EDITOR
    with transaction.atomic():
        group = open_alike(question)
        agreeing = [one for one in group if one.may_publish]
        shown = next((one.text for one in agreeing if one.text), "")
        given = Answer.objects.create(
            sheet=question.sheet,
            fact=question.fact,
            question_text=shown,
            text=text,
            said_by=said_by,
            by_editors=recipient is None,
            owner_agreed=owner_agreed,
            asker_agreed=bool(agreeing),
        )
        noted = [
            one
            for one in group
            if one.note(Kind.ANSWERED, by, recipient=recipient, user=user) is not None
        ]
        if question not in noted:
            transaction.set_rollback(True)
            return None
        Question.objects.filter(pk__in=[one.pk for one in noted]).update(answer=given)
        agreed = any(one.may_publish for one in noted)
        if given.asker_agreed != agreed:
            given.asker_agreed = agreed
            given.save()
        for one in noted:
            one.answer = given
            mails.to_asker(
                one,
                "question_answered",
                f"Une réponse à votre question : {one.sheet.title}",
                answer=given,
            )
        if recipient and question.sheet.origin == Origin.VALIDATED:
            # Its owner answers for the sheet: what they say publicly needs no editor.
            publish(given, by=By.OWNER)
    return given


def publish(given: Answer, *, by: str, user=None) -> bool:
    """Put it on the sheet. False without both consents."""
    with transaction.atomic():
        rows = Answer.objects.filter(
            pk=given.pk, owner_agreed=True, asker_agreed=True, accepted_at=None, erased_at=None
        )
        if not rows.update(accepted_at=timezone.now(), accepted_by=user):
            return False
        _note_all(given, Kind.PUBLISHED, by, user)
        as_suggestions.offer(given)
        content_changed()
    return True


def unpublish(given: Answer, *, by: str, user=None) -> bool:
    with transaction.atomic():
        rows = Answer.objects.shown().filter(pk=given.pk)
        if not rows.update(accepted_at=None, accepted_by=None):
            return False
        _note_all(given, Kind.UNPUBLISHED, by, user)
        as_suggestions.take_back(given)
        content_changed()
    return True


def _note_all(given: Answer, kind: str, by: str, user) -> None:
    for question in given.questions.all():
        question.note(kind, by, user=user)


def take_back_consent(given: Answer, *, by: str) -> None:
    """Of the owner; or of one of those who asked, once `may_publish` was taken back."""
    with transaction.atomic():
        agreeing = given.questions.filter(may_publish=True)
        asker_agreed = agreeing.exists()
        owner_agreed = given.owner_agreed and by != By.OWNER
        if not (asker_agreed and owner_agreed):
            unpublish(given, by=by)
        # What is shown of a question is always of somebody who still agrees.
        shown = next((one.text for one in agreeing if one.text), "")
        Answer.objects.filter(pk=given.pk).update(
            asker_agreed=asker_agreed, owner_agreed=owner_agreed, question_text=shown
        )
        content_changed()


def each_alike(question: Question, kind: str, by: str, **fields) -> int:
    """The same happens to all who asked the same; to how many, 0 when to none."""
    with transaction.atomic():
        return sum(one.note(kind, by, **fields) is not None for one in open_alike(question))


def hand_over(question: Question, email: str, *, by: str, user=None) -> bool:
    """To somebody else of the authority, by address. False when that mailbox may not be written to, or nothing is open
    any more."""
    whence = Whence.HANDED if by == By.OWNER else Whence.EDITOR
    kind = Kind.HANDED_OVER if by == By.OWNER else Kind.REDIRECTED
    return OwnerAddress.objects.naming(
        question.sheet.authority,
        email,
        whence,
        lambda found: each_alike(question, kind, by, recipient=found, user=user),
    )


def not_me(recipient: OwnerAddress) -> None:
    """Nobody answers there any more: all that waits there goes to whoever is next."""
    end_address(recipient, Ended.NOT_ME, Kind.NOT_ME, By.OWNER)


def end_address(recipient: OwnerAddress, why: str, kind: str, by: str, user=None) -> None:
    """The address and its link die, and every open question that lay there is told so."""
    with transaction.atomic():
        recipient.end(why)
        questions = Question.objects.filter(events__recipient=recipient).distinct()
        for question in questions.prefetch_related("events"):
            last = question.last_event
            if last and last.recipient_id == recipient.pk:
                question.note(kind, by, user=user)


def provenance(given: Answer) -> str:
    """« Dit par la Direction des systèmes d’information, mars 2027 »."""
    day = timezone.localtime(given.answered_at).date()
    return french_text(said_in_words(as_suggestions.who_said(given), day))
