"""What the site writes about questions. One mail to an authority speaks of all that waits there."""

from collections.abc import Sequence

from core.mail.rendering import absolute, render
from core.mail.unasked import send_typed, send_unasked

from .models import OwnerAddress, Question
from .recipients import SOURCES
from .states import By

SENT, REMINDER = "question_sent", "question_reminder"


def to_owner(recipient: OwnerAddress, questions: Sequence[Question], template: str):
    """`OutgoingMail`, or why none was written (`core.mail.unasked.Held`)."""
    return send_unasked(
        to=recipient.email,
        subject=owner_subject(questions, template),
        template=template,
        context=owner_context(recipient, questions),
        side=By.OWNER,
        exchanges=[question.exchange for question in questions],
        is_reminder=template == REMINDER,
    )


def owner_subject(questions: Sequence[Question], template: str) -> str:
    count = len(questions)
    what = "Une question" if count == 1 else f"{count} questions"
    sheets = {question.sheet_id for question in questions}
    about = f"« {questions[0].sheet.title} »" if len(sheets) == 1 else "vos projets"
    return (
        f"{'Rappel : ' if template == REMINDER else ''}{what} d’une autre collectivité sur {about}"
    )


def owner_context(recipient: OwnerAddress, questions: Sequence[Question]) -> dict:
    return {
        "recipient": recipient,
        "authority": recipient.authority,
        "source": SOURCES[recipient.whence],
        "questions": questions,
        "url": recipient.url,
    }


def preview(recipient: OwnerAddress, questions: Sequence[Question], template: str) -> str:
    """« Voir ce que la collectivité recevra »: the text, and nothing is sent. Its links are the owner's alone."""
    links = {"url": absolute("/collectivite/…/"), "refusal_url": absolute("/courriels/…/")}
    context = {**owner_context(recipient, questions), **links}
    return render(template, context).text


def to_asker(question: Question, template: str, subject: str, *, is_reminder=False, **context):
    return send_unasked(
        to=question.email,
        subject=subject,
        template=template,
        context={
            "question": question,
            "sheet": question.sheet,
            "url": question.asker_url,
            **context,
        },
        side=By.ASKER,
        exchanges=[question.exchange],
        is_reminder=is_reminder,
    )


def new_link(recipient: OwnerAddress) -> None:
    """Asked for by who lost the old one."""
    context = {"recipient": recipient, "authority": recipient.authority, "url": recipient.url}
    send_typed(
        to=recipient.email,
        subject=f"Le lien {recipient.authority.of_name}",
        template="owner_link",
        context=context,
    )
