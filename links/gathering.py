"""Which external addresses published pages hold: everything each night, and each minute what was published since.

Bounded in memory: addresses are read by column, a thousand rows at a time.
"""

import datetime
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone
from wagtail.models import Page

from core.batches import batched
from core.visibility import visible

from .declared_fields import Column, columns
from .models import Gathering, Link, LinkUse

_EVERY = datetime.timedelta(hours=24)
_AT_ONCE = 1_000
_LONGEST = Link._meta.get_field("address").max_length


def gather(now: datetime.datetime | None = None) -> None:
    """What is due. Idempotent."""
    now = now or timezone.now()
    state, _ = Gathering.objects.get_or_create(pk=1)
    if state.everything_at is None or now - state.everything_at >= _EVERY:
        gather_everything()
        state.everything_at = now
    elif changed := _published_since(state.changes_at):
        gather_pages(changed)
    state.changes_at = now
    state.save()


def gather_everything() -> None:
    for column in columns():
        _follow(column, _held(column), LinkUse.objects.filter(field=column.label))
    LinkUse.objects.exclude(field__in=[column.label for column in columns()]).delete()
    _forget_unused()


def gather_pages(keys: list[int]) -> None:
    for column in columns():
        if issubclass(column.holder, Page):
            known = LinkUse.objects.filter(
                field=column.label, object_id__in=[str(key) for key in keys]
            )
            _follow(column, _held(column, keys), known)
    _forget_unused()


def _published_since(moment: datetime.datetime | None) -> list[int]:
    # The clocks of a database and of who publishes may differ a little.
    since = (moment or timezone.now()) - datetime.timedelta(minutes=1)
    changed = Page.objects.filter(last_published_at__gte=since)
    return list(changed.values_list("pk", flat=True)[:_AT_ONCE])


def _held(column: Column, keys: list[int] | None = None) -> Iterable[tuple[str, str]]:
    """(key of the holder, address) of what visitors may see."""
    rows = column.model._default_manager.exclude(**{column.name: ""}).order_by()
    if column.is_rich:
        rows = rows.filter(**{f"{column.name}__contains": "href"})
    if issubclass(column.holder, Page):
        pages = visible(column.holder.objects.all()).order_by()
        if keys is not None:
            pages = pages.filter(pk__in=keys)
        rows = rows.filter(**{f"{column.owner}__in": pages.values("pk")})
    for key, value in rows.values_list(column.owner, column.name).iterator(_AT_ONCE):
        for address in column.addresses(value or ""):
            if _is_external(address):
                yield str(key), address


def _is_external(address: str) -> bool:
    """Of what leads out of this site by a browser: no path of ours, no mailbox, no telephone."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return True  # to be told that nobody can open it
    return bool(parts.netloc) and parts.hostname != _own_host()


def _own_host() -> str | None:
    return urlsplit(settings.BASE_URL).hostname


def _follow(column: Column, held: Iterable[tuple[str, str]], known: models.QuerySet) -> None:
    """Make what is known the same as what is held."""
    kind = ContentType.objects.get_for_model(column.holder).pk
    stored = known.values_list("pk", "object_id", "link__address")
    gone = {(key, address): pk for pk, key, address in stored}
    new = []
    for key, address in dict.fromkeys(held):
        if len(address) <= _LONGEST and gone.pop((key, address), None) is None:
            new.append((key, address))
    for rows in batched(new, _AT_ONCE):
        with transaction.atomic():
            links = _links({address for _, address in rows})
            LinkUse.objects.bulk_create(
                [
                    LinkUse(
                        link_id=links[address],
                        content_type_id=kind,
                        object_id=key,
                        field=column.label,
                    )
                    for key, address in rows
                ],
                ignore_conflicts=True,
            )
    for keys in batched(gone.values(), _AT_ONCE):
        LinkUse.objects.filter(pk__in=keys).delete()


def _links(addresses: set[str]) -> dict[str, int]:
    """{address: key}, those that are new included."""
    known = Link.objects.filter(address__in=addresses)
    found = dict(known.values_list("address", "pk"))
    if missing := addresses - found.keys():
        Link.objects.bulk_create(
            [Link(address=address, host=_host(address)) for address in sorted(missing)],
            ignore_conflicts=True,
        )
        found = dict(known.all().values_list("address", "pk"))
    return found


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "")[:255]
    except ValueError:
        return ""


def _forget_unused() -> None:
    Link.objects.filter(~models.Exists(LinkUse.objects.filter(link=models.OuterRef("pk")))).delete()
