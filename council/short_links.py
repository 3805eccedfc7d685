"""How long an address of eight letters lives, and the form that asks for one."""

import datetime
import logging

from django import forms
from django.db import DatabaseError, transaction

from core.form_errors import SaysErrors
from core.retention import Retention
from core.visitor_requests.fields import LineField

from .models import KEPT, TITLE_LENGTH, ShortLink

logger = logging.getLogger(__name__)


class ShortLinkForm(SaysErrors, forms.Form):
    error_css_class = "field--error"
    use_required_attribute = False
    titre = LineField(
        label="Titre de la sélection",
        help_text="Par exemple « Application mobile, conseil du 10 décembre ». Il se lit à l’adresse courte.",
        longest=TITLE_LENGTH,
        required=False,
    )


def use(link: ShortLink, day: datetime.date) -> None:
    """Note that it served, once a day. A base that cannot be written does not close it."""
    if link.used_on >= day:
        return
    try:
        with transaction.atomic():
            ShortLink.objects.filter(pk=link.pk).update(used_on=day)
    except DatabaseError:
        logger.warning("the use of a short link could not be noted", exc_info=True)


def _forget(now: datetime.datetime) -> int:
    return ShortLink.objects.filter(used_on__lt=now.date() - KEPT).delete()[0]


RETENTION = (
    Retention(
        what="short address of a selection: numbers of sheets, a territory, a title",
        why="to open a selection from a mail, a paper or a phone; nothing says who made it",
        who_sees="who has the address",
        kept=f"{KEPT.days} days after it was last used, then deleted",
        where="council/models/short_links.py",
        forget=_forget,
    ),
)
