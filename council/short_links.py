"""How long an address of eight letters lives, and the form that asks for one."""

import datetime
import logging

from django import forms
from django.db import DatabaseError, transaction

from core.form_errors import SaysErrors
from core.retention import Concerns, Retention, lasting
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
        what="l’adresse courte d’une sélection : numéros des fiches, territoire, titre",
        why="ouvrir une sélection depuis un courriel, un papier ou un téléphone ; rien ne dit qui l’a faite",
        who_sees="qui a l’adresse",
        kept=f"{lasting(KEPT)} après la dernière utilisation, puis supprimée",
        concerns=Concerns.READERS,
        where="council/models/short_links.py",
        forget=_forget,
    ),
)
