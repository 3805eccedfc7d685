"""What an authority took from others, and what others took from it."""

from django.db.models import Exists, OuterRef, Q

from catalogue.models import ProjectPage
from core.visibility import visible
from territories.models import Authority

from .models import Reuse
from .reading import SOMEBODY

SHOWN = 12


def reuses_of_authority(authority: Authority) -> list[dict]:
    """[{is_taker, other, what, date, url}], the newest first: shown reuses at one end of which it stands. One statement.

    url: of the sheet at the other end, "" unless it is public; then its authority's name is all that is said of it.
    """
    ends, public = Q(), {}
    for end in ("original", "reuser"):
        ends |= Q(**{f"{end}__authority": authority}) | Q(**{f"{end}__sheet__authority": authority})
        pages = visible(ProjectPage.objects).filter(pk=OuterRef(f"{end}__sheet"))
        public[f"{end}_is_public"] = Exists(pages.order_by())
    found = (
        Reuse.objects.shown()
        .filter(ends)
        .annotate(**public)
        .select_related(
            *("original__authority", "original__sheet__authority"),
            *("reuser__authority", "reuser__sheet__authority"),
        )
        .order_by("-date", "-pk")[:SHOWN]
    )
    return [_shown(one, authority) for one in found]


def _shown(reuse: Reuse, authority: Authority) -> dict:
    is_taker = reuse.reuser.body == authority
    end = "original" if is_taker else "reuser"
    other = getattr(reuse, end)
    is_public = getattr(reuse, f"{end}_is_public")
    return {
        "is_taker": is_taker,
        "other": other.body.label if other.body else other.name or SOMEBODY,
        "what": reuse.what,
        "date": reuse.when,
        "url": other.sheet.relative_url(None) if is_public else "",
    }
