"""What passes between the author of a story and the editors, each step once and told to the other side."""

from django.db import transaction
from django.utils import timezone

from catalogue.choices import Origin
from core.mail.rendering import absolute
from core.mail.unasked import send_typed, send_unasked
from suggestions import suggesting
from suggestions.republishing import locked_sheet, republish

from . import states, taking_over
from .models import AUTHOR, Contribution
from .sheets import make_draft


def mail_later(story: Contribution) -> None:
    send_typed(
        to=story.email,
        subject="Le lien pour reprendre le récit de votre projet",
        template="contribution_later",
        context={"record": story, "url": story.mailed_url},
    )


def mail_interview(story: Contribution) -> None:
    """One link, to correct what was said by telephone and to send it."""
    send_unasked(
        to=story.email,
        subject="Relisez ce que vous nous avez raconté",
        template="contribution_interview",
        context={"record": story, "url": story.mailed_url},
        side=AUTHOR,
        exchanges=[story.exchange],
    )


def take(story: Contribution, user) -> bool:
    """Make a draft sheet of it. False when somebody did, or it is over."""
    with transaction.atomic():
        # What is taken over is a sheet already.
        if story.takes_over_id or not story.advance(states.Kind.REVIEW, by=user):
            return False
        story.sheet = make_draft(story)
        story.save(update_fields=["sheet"])
    return True


def ask(story: Contribution, question: str, user) -> bool:
    """Mail a question to the author, who answers on his page."""
    asked = story.events.filter(kind=states.Kind.ASKED).count()
    if asked >= states.MOST_QUESTIONS:
        return False
    return _tell(
        story,
        states.Kind.ASKED,
        by=user,
        text=question,
        subject=f"Une question sur votre projet « {story.title} »",
        template="contribution_question",
    )


def answer(story: Contribution, text: str) -> bool:
    return story.advance(states.Kind.ANSWERED, text=text)


def decline(story: Contribution, reason: str, user) -> bool:
    return _tell(
        story,
        states.Kind.DECLINED,
        by=user,
        text=reason,
        subject=f"Votre récit « {story.title} »",
        template="contribution_declined",
    )


def withdraw(story: Contribution) -> bool:
    """All that was written is erased at once, but for what a draft sheet of the editors holds."""
    with transaction.atomic():
        if not story.advance(states.Kind.WITHDRAWN):
            return False
        story.erase(timezone.now())
        suggesting.withdraw(story.exchange)
    return True


def pass_on_taken_over() -> None:
    """What a confirmed author corrected or completed becomes suggestions on the sheet, and the town hall gets a word.
    For `manage.py due`."""
    waiting = Contribution.objects.confirmed().filter(notified_at=None, erased_at=None)
    for story in waiting.exclude(takes_over=None).select_related("takes_over__authority"):
        with transaction.atomic():
            rows = Contribution.objects.filter(pk=story.pk, notified_at=None)
            if rows.update(notified_at=timezone.now()):
                count = taking_over.suggest_differences(story)
                taking_over.tell_town_hall(story, count)


def take_over(story: Contribution, user) -> bool:
    """An editor decides that the author speaks for the authority: the sheet is « proposée », its author is asked to
    validate it. False when it went on meanwhile. Raises PublicationRefused and CannotChange: nothing changed then.
    """
    with transaction.atomic():
        sheet = locked_sheet(story.takes_over_id)

        def change(page) -> None:
            page.origin = Origin.PROPOSED
            page.contact_email = page.contact_email or story.email
            page.contact_function = page.contact_function or story.answers.get("contact", {}).get(
                "contact_function", ""
            )

        if story.current_state() == states.Kind.CONFIRMED:
            story.advance(states.Kind.REVIEW, by=user)
        if sheet.origin == Origin.DOCUMENTARY:
            republish(sheet, change, user=user)
        return _tell(
            story,
            states.Kind.PUBLISHED,
            by=user,
            subject=f"Votre fiche est à jour : {sheet.title}",
            template="sheet_to_validate",
            sheet_url=absolute(sheet.relative_url(None) or ""),
        )


def validate(story: Contribution) -> bool:
    """Its author says that the sheet is right: it is « validée ». False when that may not be said (any more). Raises
    PublicationRefused and CannotChange: nothing changed then."""
    with transaction.atomic():
        if not story.takes_over_id or not story.advance(states.Kind.VALIDATED):
            return False

        def change(page) -> None:
            page.origin, page.validated_on = Origin.VALIDATED, timezone.localdate()

        republish(locked_sheet(story.takes_over_id), change)
    return True


def tell_published() -> None:
    """Tell authors that their sheet is there, whatever way published it. For `manage.py due`."""
    told = Contribution.objects.filter(erased_at=None, sheet__live=True).with_state()
    published = states.Kind.PUBLISHED
    before = [state for state, after in states.NEXT.items() if published in after]
    for story in told.filter(state__in=before).select_related("sheet"):
        _tell(
            story,
            published,
            subject=f"Votre projet est publié : {story.sheet.title}",
            template="contribution_published",
            sheet_url=absolute(story.sheet.relative_url(None) or ""),
        )


def _tell(
    story: Contribution,
    kind: str,
    *,
    subject: str,
    template: str,
    by=None,
    text: str = "",
    **context,
) -> bool:
    with transaction.atomic():
        if not story.advance(kind, by=by, text=text):
            return False
        if story.email:
            # Who wants no mail reads it on his page.
            send_unasked(
                to=story.email,
                subject=subject,
                template=template,
                context={"record": story, "text": text, "url": story.mailed_url, **context},
                side=AUTHOR,
                exchanges=[story.exchange],
            )
    return True
