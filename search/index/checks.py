"""Wiring that is easily forgotten, told when Django starts."""

from django.apps import apps
from django.core.checks import Error, Warning, register

from search.index import sources
from search.listing.facets import FACETS


@register("search")
def page_types_are_declared(app_configs, **kwargs):
    """Every page type is searched, or says that it is not: none is forgotten."""
    from wagtail.models import Page

    found: list = []
    for model in apps.get_models():
        if not issubclass(model, Page) or model is Page:
            continue
        label = model._meta.label
        source = sources.source_of(model)
        if source is None and label not in sources.NOT_SEARCHED:
            found.append(
                Warning(
                    f"nothing finds the pages of {label}.",
                    hint="Give it search_record() and a Source in search/index/sources.py, or name it in "
                    "NOT_SEARCHED there.",
                    id="search.W001",
                )
            )
    for source in sources.SOURCES:
        if not hasattr(source.model_class(), "search_record"):
            found.append(
                Error(
                    f"{source.model} is a source of the search and has no search_record().",
                    hint="Return a core.records.Record.",
                    id="search.E003",
                )
            )
    return found


@register("search")
def shown_words_are_reachable(app_configs, **kwargs):
    """The ways from a page to the words that it shows exist: a typo would leave records stale."""
    from django.core.exceptions import FieldError

    found = []
    for source in sources.SOURCES:
        for label in source.followed():
            for way in source.ways_to(label):
                try:
                    source.model_class().objects.filter(**{f"{way}__isnull": False})
                except FieldError as error:
                    found.append(Error(f"{source.model}, {label}: {error}", id="search.E001"))
    return found


@register("search")
def facets_do_not_clash(app_configs, **kwargs):
    reserved = {"q", "page", "tri", "territoire", "kind", "periode"}
    return [
        Error(f"facet {facet.name!r} has the name of another parameter", id="search.E002")
        for facet in FACETS
        if facet.name in reserved
    ]


@register("search")
def engine_is_known(app_configs, **kwargs):
    from search.engines import get_engine
    from search.engines.unknown import UnknownEngine

    engine = get_engine()
    if not isinstance(engine, UnknownEngine):
        return []
    return [
        Warning(
            engine.message,
            hint="Leave SEARCH_URL empty for the embedded engine. The site runs without search.",
            id="search.W002",
        )
    ]
