"""Real pages for `manage.py bench_search`, in a copy of the database that is thrown away."""

import copy
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management import call_command
from django.db import connection, models
from django.db.models import Max
from django.test.utils import override_settings
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from catalogue.models import ProjectIndexPage, ProjectPage
from core.visibility import visible
from search import engines
from search.engines.queries import SearchQuery
from search.index import outbox

BATCH = 200


@contextmanager
def copied_database() -> Iterator[bool]:
    """Inside, the site works on a copy, with an index of its own; False where it cannot be copied."""
    if connection.vendor != "sqlite":
        yield False
        return
    with tempfile.TemporaryDirectory(prefix="bench-search-") as folder:
        fresh = Path(folder) / "copy.sqlite3"
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(fresh)])
        name = connection.settings_dict["NAME"]
        connection.close()
        connection.settings_dict["NAME"] = str(fresh)
        try:
            with override_settings(SEARCH_INDEX_DIR=Path(folder) / "index", SEARCH_DRAIN="commit"):
                yield True
        finally:
            connection.close()
            connection.settings_dict["NAME"] = name


def grow(total: int) -> int:
    """Repeat the sheets that there are, with their rows, until there are so many; how many there are.

    Written in bulk: publishing 10,000 sheets takes an hour.
    """
    originals = list(visible(ProjectPage.objects.all()).order_by("pk")[:100])
    if not originals:
        return 0
    parent = ProjectIndexPage.objects.live().first()
    step = int(parent.get_last_child().path[-Page.steplen :], 36)
    number = ProjectPage.objects.aggregate(most=Max("number"))["most"] or 0
    present = ProjectPage.objects.count()
    for first in range(present, total, BATCH):
        some = range(first, min(first + BATCH, total))
        pages = [
            _page(parent, step + 1 + index - present, originals[index % len(originals)])
            for index in some
        ]
        Page.objects.bulk_create(pages)
        sheets = []
        for index, page in zip(some, pages, strict=True):
            sheet = copy.copy(originals[index % len(originals)])
            sheet.pk = sheet.id = sheet.page_ptr_id = page.pk
            sheet.number = number + 1 + index - present
            sheets.append(sheet)
        # bulk_create refuses a model whose parent has a table.
        models.QuerySet(ProjectPage)._insert(
            sheets, fields=ProjectPage._meta.local_concrete_fields, using=connection.alias
        )
        _copy_rows(
            {
                page.pk: originals[index % len(originals)].pk
                for index, page in zip(some, pages, strict=True)
            }
        )
    return ProjectPage.objects.count()


def _page(parent: Page, step: int, original: ProjectPage) -> Page:
    values = {
        field.attname: getattr(original, field.attname) for field in Page._meta.concrete_fields
    }
    slug = f"mesure-{step}"
    return Page(
        **values
        | {
            "id": None,
            "path": Page._get_path(parent.path, parent.depth + 1, step),
            "slug": slug,
            "url_path": f"{parent.url_path}{slug}/",
            "translation_key": uuid.uuid4(),
            "title": f"{original.title} {step}",
            "latest_revision_id": None,
            "live_revision_id": None,
        }
    )


def _copy_rows(copies: dict[int, int]) -> None:
    """copies: new page -> the page whose rows it gets."""
    for relation in ProjectPage._meta.related_objects:
        if not (relation.one_to_many and relation.field.name == "page"):
            continue
        model, column = relation.related_model, relation.field.attname
        rows: dict[int, list] = {}
        for row in model.objects.filter(page__in=set(copies.values())):
            rows.setdefault(getattr(row, column), []).append(row)
        fresh = []
        for new, old in copies.items():
            for row in rows.get(old, ()):
                twin = copy.copy(row)
                twin.pk = None
                setattr(twin, column, new)
                fresh.append(twin)
        model.objects.bulk_create(fresh, batch_size=BATCH)


def ready_to_publish(number: int) -> list[tuple]:
    """Changed sheets: each its revision and a word that no other has."""
    made = []
    for sheet in visible(ProjectPage.objects.all()).order_by("pk")[:number]:
        word = f"mesure{uuid.uuid4().hex[:10]}"
        sheet.summary = f"{sheet.summary[:400]} {word}"
        made.append((sheet.save_revision(), word))
    return made


def publish_until_found(changed: tuple) -> None:
    """From « Publier » until a search finds the new word, through the outbox."""
    revision, word = changed
    revision.publish()
    engine = engines.get_engine()
    for _ in range(3_000):
        if engine.count(SearchQuery(text=word)):
            return
        outbox.drain()  # as the worker would, if the server was too busy at the first try
        time.sleep(0.01)
    raise RuntimeError(f"{word} is not found")


def prepare_wagtail() -> None:
    call_command("update_index", verbosity=0)


def ask_wagtail(query: SearchQuery) -> int:
    """The same through Wagtail's own backend: 20 hits, total, and the counts of one facet."""
    found = get_search_backend().search(query.text, ProjectPage.objects.live())
    hits = list(found[:20])
    return len(hits) + found.count() + len(found.facet("live"))
