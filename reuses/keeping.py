"""Why a sheet is not deleted: who took it up, or what it took up, would be forgotten with it."""

from django.db.models import Q

from core.templatetags.typography import plural

from .models import Reuse


def why_sheet_kept(sheet) -> str:
    count = (
        Reuse.objects.standing().filter(Q(original__sheet=sheet) | Q(reuser__sheet=sheet)).count()
    )
    if not count:
        return ""
    return (
        f"« {sheet.title} » n’est pas supprimée : elle sert à {count} reprise{plural(count)}. "
        "Refusez-les d’abord dans « Reprises », ou gardez-la."
    )
