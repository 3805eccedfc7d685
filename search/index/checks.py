"""Declarations of kinds that would fail later, or let something be forgotten, told when Django starts."""

from collections import Counter

from django.apps import apps
from django.core.checks import Error, Warning, register
from django.core.exceptions import FieldDoesNotExist, FieldError
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from core import kinds
from core.kinds import Kind
from search.facets import KIND_FACET

RESERVED = frozenset(
    {"q", "page", "tri", "territoire", "kind", "periode", "retour", KIND_FACET.name}
)
DECLARE = "kinds.py of its app: kinds.register(Kind(…)), or kinds.not_searched(…)."


@register("search")
def page_types_are_declared(app_configs, **kwargs):
    """Every page type is searched, or says that it is not: none is forgotten."""
    from wagtail.models import Page

    return [
        Warning(f"nothing finds the pages of {model._meta.label}.", hint=DECLARE, id="search.W001")
        for model in apps.get_models()
        if issubclass(model, Page)
        and model is not Page
        and kinds.of_model(model) is None
        and kinds.is_searched(model._meta.label)
    ]


@register("search")
def kinds_are_sound(app_configs, **kwargs):
    found = []
    for name in ("key", "model"):
        declared = Counter(getattr(kind, name) for kind in kinds.all_kinds())
        found += [
            Error(f"two kinds have the {name} {value!r}.", id="search.E003")
            for value, times in declared.items()
            if times > 1
        ]
    for kind in kinds.all_kinds():
        found += [*_wrong_model(kind), *_wrong_listing(kind), *_wrong_template(kind)]
    return found


def _wrong_model(kind: Kind):
    """Its fields and the ways from a record to the words that it shows exist: a typo would leave records stale."""
    try:
        model = kind.model_class()
    except (LookupError, ValueError) as error:
        yield Error(f"kind {kind.key!r}: {error}", id="search.E001")
        return
    for name in kind.text_fields:
        try:
            model._meta.get_field(name)
        except FieldDoesNotExist as error:
            yield Error(f"{kind.model}: {error}", id="search.E001")
    for label in kind.followed():
        try:
            apps.get_model(label)
            for way in kind.lookups_to(label):
                model.objects.filter(**{f"{way}__isnull": False})
        except (FieldError, LookupError, ValueError) as error:
            yield Error(f"{kind.model}, {label}: {error}", id="search.E001")


def _wrong_listing(kind: Kind):
    if kind.listing is None:
        return
    if kind.listing.kind != kind.key:
        yield Error(f"the list of {kind.key!r} is of {kind.listing.kind!r}.", id="search.E004")
    offered = {facet.name for facet in kind.facets}
    for facet, _ in kind.listing.suggests:
        if facet.name not in offered:
            yield Error(
                f"the list of {kind.key!r} suggests values of {facet.name!r}, which its kind does not offer.",
                id="search.E004",
            )


def _wrong_template(kind: Kind):
    try:
        get_template(kind.component)
    except TemplateDoesNotExist:
        yield Error(f"kind {kind.key!r}: no template {kind.component}.", id="search.E005")


@register("search")
def facets_do_not_clash(app_configs, **kwargs):
    found = []
    every = [facet for kind in kinds.all_kinds() for facet in kind.facets]
    for facet in dict.fromkeys(every):
        if facet.name in RESERVED:
            found.append(
                Error(f"facet {facet.name!r} has the name of another parameter.", id="search.E002")
            )
        shown = {(one.label, one.choices is None) for one in every if one.name == facet.name}
        if len(shown) > 1:
            found.append(
                Error(f"facet {facet.name!r} is declared in different ways.", id="search.E002")
            )
    return found


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
