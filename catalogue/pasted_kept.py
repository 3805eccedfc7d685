"""What an editor pasted, beside the sheet that it was read for: a comment of its title, whose words are erased in time."""

import datetime

from django.db import transaction
from django.utils import timezone
from wagtail.models import COMMENTS_RELATION_NAME, Comment, PageLogEntry, Revision

from core.retention import Concerns, Retention, lasting

from .models import ProjectPage

_HEAD = "Texte collé le "
_ERASED = "Le texte qui avait été collé a été effacé : il n’est gardé qu’un an."
_KEPT = datetime.timedelta(days=365)


def keep(sheet: ProjectPage, user, text: str, addresses: list[str]) -> None:
    head = f"{_HEAD}{timezone.localdate():%d/%m/%Y}"
    parts = [part for part in (head, text, "\n".join(addresses)) if part]
    Comment.objects.create(page=sheet, user=user, text="\n\n".join(parts), contentpath="title")


def forget(now: datetime.datetime) -> int:
    """In the versions and the log of the sheet too, which copy its comments; what colleagues answered stays."""
    old = Comment.objects.filter(text__startswith=_HEAD, created_at__lt=now - _KEPT)
    found = list(old.values_list("pk", "page"))
    for key, page in found:
        with transaction.atomic():
            _erase(key, page)
    return len(found)


def _erase(key: int, page: int) -> None:
    Comment.objects.filter(pk=key).update(text=_ERASED)
    for version in Revision.page_revisions.filter(object_id=str(page)).iterator():
        copies = [
            one for one in version.content.get(COMMENTS_RELATION_NAME) or () if one["pk"] == key
        ]
        for one in copies:
            one["text"] = _ERASED
        if copies:
            Revision.objects.filter(pk=version.pk).update(content=version.content)
    for entry in PageLogEntry.objects.filter(page=page, data__comment__id=key):
        entry.data["comment"]["text"] = _ERASED
        entry.save(update_fields=["data"])


RETENTION = Retention(
    what="un texte que la rédaction a collé pour faire ou compléter une fiche : courriel, article, délibération",
    why="vérifier la fiche d’après ce dont elle est faite",
    who_sees="qui peut modifier la fiche, en commentaire de son titre",
    kept=f"{lasting(_KEPT)}, puis effacé, dans les versions antérieures et l’historique aussi ; ou jusqu’à ce que la "
    "rédaction supprime le commentaire, que les versions antérieures de la fiche gardent",
    concerns=Concerns.NAMED,
    where="catalogue/pasted_kept.py",
    forget=forget,
)
