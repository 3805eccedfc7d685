"""What an app of the project declares, as attributes of its AppConfig: core reads them and names no app.

`core/checks.py` names whoever forgot.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from django.apps import AppConfig, apps
from django.db import models
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString
from modelcluster.fields import ParentalKey

# Everything that Django lets a group do with the rows of a model.
ALL = ("add", "change", "delete", "view")

# Of Wagtail's own models, those whose rows change public pages.
_CONTENT_OF_WAGTAIL = frozenset(
    {
        "wagtailcore.Page",
        "wagtailcore.PageViewRestriction",
        "wagtailcore.Site",
        "wagtailredirects.Redirect",
    }
)


@dataclass(frozen=True)
class MenuEntry:
    """An entry of the main menu. also: an address that belongs to it without standing under its own."""

    label: str
    url: str
    order: int
    also: str = ""

    def is_current(self, path: str) -> bool:
        return path.startswith((self.url, self.also or self.url))


class ProjectApp(AppConfig):
    """Names of models are those of their classes. Pages, and rows that belong to another model, need no word."""

    # Models whose rows public pages show: a change makes the kept pages anew (`core.page_cache`).
    content: tuple[str, ...] = ()
    # Models that no public page shows: what visitors send, what workers note, what accounts are.
    not_content: tuple[str, ...] = ()
    # Group -> model -> what the group may do with its rows ("add", "change", "delete", "view").
    rights: dict[str, dict[str, tuple[str, ...]]] = {}
    # Models whose lists in the admin are for administrators alone.
    only_administrators: tuple[str, ...] = ()
    # "Model.field": what goes with the thing that it refers to, or lives on without it, and is no use of it.
    goes_along: tuple[str, ...] = ()
    # "Model.field": text that holds the address of a site, with or without its scheme. URLField and RichTextField need no
    # word.
    addresses: tuple[str, ...] = ()
    menu: tuple[MenuEntry, ...] = ()
    # Slot (`{% slot "name" %}`) -> the template that stands there, with the context of the page around it.
    slots: dict[str, str] = {}
    # Page type -> dotted path of the function (page) -> dict that makes what its template reads: what shows a page
    # knows the models, and they need not know it.
    contexts: dict[str, str] = {}
    # Page type -> dotted path of the function (page) -> {field: HTML} of what stands beside its fields: of apps above,
    # which the page does not know.
    beside_fields: dict[str, str] = {}
    # Dotted paths of functions (user) -> lines of what waits for that person (`core.waiting.Waiting`), on the admin's home.
    waiting: tuple[str, ...] = ()
    # Dotted paths of functions (week) -> sections of the weekly letter (`core.letter`).
    letter: tuple[str, ...] = ()
    # Page type -> dotted path of what the app says of such pages in their list of the admin (`catalogue.listing.facts.Listed`).
    listed: dict[str, str] = {}
    # Page type -> dotted path of the class-based view that answers in place of a template; it is called with `page`.
    views: dict[str, str] = {}


def project_apps() -> Iterator[ProjectApp]:
    """In the order of INSTALLED_APPS, which is from the highest to the lowest."""
    return (app for app in apps.get_app_configs() if isinstance(app, ProjectApp))


@cache
def declared_content(model: type[models.Model]) -> bool | None:
    """Whether public pages show the model's rows; None when nobody said."""
    from wagtail.models import Page

    options = model._meta
    if options.auto_created:  # the table of a ManyToManyField
        return declared_content(options.auto_created)
    for field in options.concrete_fields:
        if isinstance(field, ParentalKey):
            return declared_content(field.remote_field.model)
    app = options.app_config
    if not isinstance(app, ProjectApp):
        return options.label in _CONTENT_OF_WAGTAIL
    if issubclass(model, Page) or options.object_name in app.content:
        return True
    return False if options.object_name in app.not_content else None


def goes_along(model: type[models.Model], field: str) -> bool:
    app = model._meta.app_config
    return isinstance(app, ProjectApp) and f"{model._meta.object_name}.{field}" in app.goes_along


def holds_address(field: models.Field) -> bool:
    app = field.model._meta.app_config
    named = f"{field.model._meta.object_name}.{field.name}"
    return isinstance(app, ProjectApp) and named in app.addresses


def page_context(page: models.Model) -> dict:
    """What the app of a page declares for its template."""
    path = page._meta.app_config.contexts.get(page._meta.object_name)
    return import_string(path)(page) if path else {}


def beside_fields(page: models.Model) -> dict[str, SafeString]:
    """What apps put beside the fields of a page that is saved: {field: HTML}."""
    found: dict[str, SafeString] = {}
    if page.pk:
        for app in project_apps():
            if path := app.beside_fields.get(page._meta.object_name):
                found |= import_string(path)(page)
    return found


def listed_with(page_type: str) -> Iterator:
    """What apps say of pages of this type in their list of the admin, from the lowest app to the highest."""
    for app in reversed(list(project_apps())):
        if path := app.listed.get(page_type):
            yield import_string(path)


def page_view(page: models.Model) -> Callable | None:
    path = page._meta.app_config.views.get(page._meta.object_name)
    return import_string(path).as_view() if path else None


def is_content(model: type[models.Model]) -> bool:
    """Of a model that nobody spoke of too: a kept page that is made once too often is no error."""
    return declared_content(model) is not False
