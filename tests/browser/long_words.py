"""Runs inside a copy of the demo content (`Instance.run`): a word that no line holds, in every field of text."""

import json

from django.core.management import call_command
from django.db import models
from modelcluster.models import get_all_child_relations
from wagtail.documents import get_document_model
from wagtail.fields import RichTextField
from wagtail.models import Page

from catalogue.models import ProjectPage
from directory.organisations import public_organisations
from events.models import EventPage, TourPage
from home.models import HomePage, PlainPage
from network.models import Organisation
from taxonomy.models import Theme, Tool
from territories.models import Authority

# No space, no hyphen, no slash: nowhere to break it. Then letters alone, Chinese, and emoji of several characters: 500 in all.
WORD = "Anticonstitutionnellement_" * 8 + "w" * 130 + "数字化城市" * 20 + "👩‍💻🏛️" * 13
ADDRESS = f"https://exemple.fr/{'a' * 160}"
RICH = (
    f'<h3>{WORD}</h3><p>{WORD} <a href="{ADDRESS}">{ADDRESS}</a></p><ul><li><b>{WORD}</b></li></ul>'
)
# Not words: what places a page, dates, time zones.
KEPT = {field.name for field in Page._meta.fields} - {"title", "seo_title", "search_description"}
KEPT |= {"slug", "time_zone", "code", "tncc", "siren", "roles", "postcodes"}


def fill() -> None:
    """Prints {name: address} of what was filled."""
    sheets = list(ProjectPage.objects.live().order_by("number"))[4:]
    chosen = {
        "sheet": max(sheets, key=lambda sheet: sheet.sources.count() + sheet.costs.count()),
        "debate": max(sheets, key=lambda sheet: sheet.debate_items.count()),
        "event": max(EventPage.objects.live(), key=lambda event: event.sessions.count()),
        "tour": TourPage.objects.live().get(slug="demonstration"),
        "plain": PlainPage.objects.live().first(),
        "home": HomePage.objects.get(),
    }
    for page in chosen.values():
        _fill(type(page).objects.filter(pk=page.pk))
        for relation in get_all_child_relations(type(page)):
            rows = relation.related_model._default_manager
            _fill(rows.filter(**{relation.field.name: page.pk}), apart=True)
    tour = chosen["tour"]
    _fill(EventPage.objects.filter(pk__in=[stage.pk for stage in tour.stages.all()]))
    _fill(Theme.objects.filter(pk=chosen["sheet"].main_theme_id))
    _fill(Authority.objects.filter(pk=chosen["sheet"].authority_id))
    _fill(Tool.objects.all(), apart=True)
    _fill(get_document_model().objects.all(), apart=True)
    _fill(Organisation.objects.all(), apart=True)
    call_command("search_rebuild", verbosity=0)
    paths = {name: page.relative_url(None) for name, page in chosen.items()}
    paths["organisation"] = public_organisations().first().get_absolute_url()
    print(json.dumps(paths))


def _fill(rows, *, apart: bool = False) -> None:
    """apart: each row's words differ by its number, where they must be unlike."""
    for pk in rows.values_list("pk", flat=True):
        values = {
            field.name: _words(field, f"{pk}_" if apart else "")
            for field in rows.model._meta.concrete_fields
            if type(field) in (models.CharField, models.TextField, RichTextField, models.URLField)
            and not field.choices
            and field.editable
            and field.name not in KEPT
        }
        if values:
            rows.model._default_manager.filter(pk=pk).update(**values)


def _words(field, before: str) -> str:
    if isinstance(field, RichTextField):
        return RICH
    text = ADDRESS if isinstance(field, models.URLField) else before + WORD
    return text[: field.max_length]
