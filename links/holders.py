"""What of ours holds an address, with the way to its form."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, F, Model, Window, prefetch_related_objects
from django.db.models.functions import RowNumber
from django.urls import reverse
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page

from .declared_fields import label_of
from .models import Link, LinkUse

SHOWN = 3  # of one address


@dataclass(frozen=True, slots=True)
class Holder:
    label: str
    field: str
    edit_url: str  # "": this person may not, or nothing edits it


@dataclass(slots=True)
class Held:
    holders: list[Holder] = field(default_factory=list)
    more: int = 0


def keys_with_dead_links(model: type[Model]) -> list[int]:
    """Of things of this model."""
    kind = ContentType.objects.get_for_model(model)
    uses = LinkUse.objects.filter(content_type=kind, link__dead_since__isnull=False).order_by()
    return [int(key) for key in uses.values_list("object_id", flat=True).distinct()]


def holders_of(links: Sequence[Link], user) -> dict[int, Held]:
    """A bounded number of statements, whatever the number of links and of pages."""
    keys = [link.pk for link in links]
    found = {key: Held() for key in keys}
    uses = LinkUse.objects.filter(link__in=keys)
    for key, count in uses.order_by().values_list("link").annotate(count=Count("pk")):
        found[key].more = max(count - SHOWN, 0)
    place = Window(RowNumber(), partition_by=F("link"), order_by="pk")
    first = list(uses.annotate(place=place).filter(place__lte=SHOWN).order_by("pk"))
    prefetch_related_objects(first, "holder")
    finder = AdminURLFinder(user)
    for use in first:
        if use.holder is not None:  # deleted since the addresses were gathered
            one = Holder(str(use.holder), label_of(use.field), _edit_url(use.holder, finder))
            found[use.link_id].holders.append(one)
    return found


def _edit_url(holder, finder: AdminURLFinder) -> str:
    if isinstance(holder, Page):  # its form asks again who may
        return reverse("wagtailadmin_pages:edit", args=[holder.pk])
    return finder.get_edit_url(holder) or ""
