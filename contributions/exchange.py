"""What passes between the author of a story and the editors, each step once and told to the other side."""

from django.db import transaction
from django.utils import timezone

from core.mail.queue import send
from core.mail.rendering import absolute
from core.mail.unasked import send_unasked

from . import states
from .models import AUTHOR, Contribution
from .sheets import make_draft


def mail_later(story: Contribution) -> None:
    send(
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
        if not story.advance(states.Kind.REVIEW, by=user):
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
