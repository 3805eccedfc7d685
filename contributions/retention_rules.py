"""What authors of stories leave, as docs/personal-data.md tells it."""

from core.retention import Retention

from .models import (
    AFTER_DECLINED,
    AFTER_PUBLISHED,
    WITH_ADDRESS,
    WITHOUT_ADDRESS,
    WITHOUT_NEWS,
    Contribution,
)

RETENTION = (
    Retention(
        what="answers and address of an unfinished or unconfirmed story of a project",
        why="to go on with it another day",
        who_sees="nobody but who holds its address",
        kept=f"{WITH_ADDRESS.days} days after the last answer, {WITHOUT_ADDRESS.days} without an address; then deleted",
        where="contributions/models.py",
        forget=Contribution.objects.forget_pending,
    ),
    Retention(
        what="address, answers, questions and reasons of a confirmed story of a project",
        why="to make a sheet of it with its author, and to tell what became of it",
        who_sees="editors",
        kept=f"{AFTER_DECLINED.days} days after a refusal, {AFTER_PUBLISHED.days} after publication, else "
        f"{WITHOUT_NEWS.days} without news, or until its author withdraws it; then erased, the title, the authority and "
        "the dates stay",
        where="contributions/models.py",
        forget=Contribution.objects.forget,
    ),
)
