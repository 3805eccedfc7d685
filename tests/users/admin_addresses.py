"""Every address under /admin/, from the resolver, with real objects for its arguments."""

import itertools
import re
from dataclasses import dataclass

from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.models import get_page_models

# Pages of which each action is tried: a published sheet, a draft of one's own, a date.
PAGES = ("sheet", "own", "event")
_CONVERTER = re.compile(r"<(?:(?P<type>\w+):)?(?P<name>\w+)>")
# What Wagtail's copies of a viewset are about, by the start of their address.
_MODELS = {
    "admin/territoires/": "territories.authority",
    "admin/choix_territoire/": "territories.authority",
    "admin/fiches/vues/": "catalogue.savedview",
    "admin/sites/": "wagtailcore.site",
    "admin/users/": "users.user",
    "admin/groups/": "auth.group",
    "admin/documents/": "core.attachment",
    "admin/images/": "core.picture",
    "admin/api/main/documents/": "core.attachment",
    "admin/api/main/images/": "core.picture",
    "admin/collections/": "wagtailcore.collection",
    "admin/workflows/tasks/": "wagtailcore.task",
    "admin/workflows/": "wagtailcore.workflow",
    "admin/reports/courriels/": "core.outgoingmail",
    "admin/reports/taches/": "core.backgroundtask",
    "admin/redirects/": "wagtailredirects.redirect",
    "admin/recits/": "contributions.contribution",
    "admin/liens/": "links.link",
    "admin/questions/": "exchanges.question",
    "admin/mises-en-relation/": "relay.relayrequest",
    "admin/lettres/": "letters.letter",
    "admin/reprises/": "reuses.reuse",
    "admin/suggestions/": "sheet",
    "admin/verifications/": "confirmations.check",
    "admin/tableurs/": "catalogue.sheetimport",
    "admin/tableurs-agenda/dates/": "events.eventimport",
    "admin/tableurs-agenda/tournees/": "events.tourimport",
}
_TEXTS = {
    "token": ["x-y"],
    "uidb64": ["MQ"],
    "filter_spec": ["fill-10x10"],
    "action_name": ["approve", "reject"],
    "object_id": ["{sheet}"],
    "app_name": ["taggit"],
}
_API_ACTIONS = (
    "copy",
    "delete",
    "publish",
    "unpublish",
    "move",
    "create_alias",
    "revert_to_page_revision",
)


@dataclass(frozen=True)
class Address:
    """name: as the table has it, with the objects named, `admin/pages/{sheet}/edit/`."""

    name: str

    def path(self, objects: dict[str, int]) -> str:
        return "/" + re.sub(r"{([\w.]+)}", lambda match: str(objects[match[1]]), self.name)


def addresses() -> list[Address]:
    found = {name for route in _routes(get_resolver()) for name in _names(route)}
    return [Address(name) for name in sorted(found)]


def _routes(resolver, prefix=""):
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern).replace("^", "")
        if isinstance(pattern, URLResolver):
            if "admin/".startswith(route[:6]) or route.startswith("admin/"):
                yield from _routes(pattern, route)
        elif isinstance(pattern, URLPattern) and route.startswith("admin/"):
            yield route


def _names(route: str) -> list[str]:
    if route == "admin/.*/$":
        return ["admin/nulle-part/"]
    if "revisions/compare/" in route:
        return ["admin/pages/{sheet}/revisions/compare/earliest...latest/"]
    if "<slug:content_type_app_name>" in route or "<slug:app_label>/<slug:model_name>" in route:
        return _of_page_types(route)
    if route.startswith("admin/bulk/"):
        return _bulk()
    if route.startswith("admin/settings/"):
        return _settings(route)
    choices = [_choices(route, match["name"]) for match in _CONVERTER.finditer(route)]
    return [_filled(route, values) for values in itertools.product(*choices)]


def _filled(route: str, values) -> str:
    values = iter(values)
    return _CONVERTER.sub(lambda match: next(values), route)


def _choices(route: str, name: str) -> list[str]:
    if name in ("model_name", "app_label"):
        if "tasks/add" in route:
            return [{"app_label": "wagtailcore", "model_name": "groupapprovaltask"}[name]]
        if route.startswith("admin/editing-sessions/"):
            return [{"app_label": "catalogue", "model_name": "projectpage"}[name]]
        return ["tag"]
    if route.startswith("admin/api/") and name == "action_name":
        return list(_API_ACTIONS)
    if name in _TEXTS:
        return _TEXTS[name]
    if "/workflow/" in route and name == "page_id":
        return ["{moderated}"]
    if route.startswith("admin/api/main/pages/") or name in ("page_id", "page_to_move_id"):
        root = ["{page.page}"] if name == "page_to_move_id" else []
        return [*(f"{{{page}}}" for page in PAGES), *root]
    if name in ("parent_page_id", "destination_id"):
        return ["{catalogue}", "{agenda}"]
    if route.startswith("admin/animation/"):
        return ["{event}"]
    if name == "pk":
        return [f"{{{_model(route)}}}"]
    return [f"{{{name}}}"]


def _model(route: str) -> str:
    if match := re.match(r"admin/snippets/(?:choose/)?(\w+)/(\w+)/", route):
        return f"{match[1]}.{match[2]}"
    return next(model for start, model in _MODELS.items() if route.startswith(start))


def _of_page_types(route: str) -> list[str]:
    """Where a page of each type may be made."""
    found = []
    for model in get_page_models():
        options = model._meta
        if (
            options.app_label not in {app.label for app in apps.get_app_configs()}
            or not model.is_creatable
        ):
            continue
        if not (parents := model.allowed_parent_page_models()):
            continue
        parent = (
            "{catalogue}" if options.model_name == "projectpage" else f"{{{_name(parents[0])}}}"
        )
        values = [options.app_label, options.model_name, parent]
        found.append(_filled(route, values))
    return found


def _name(model) -> str:
    return f"page.{model._meta.model_name}"


def _bulk() -> list[str]:
    bulk_action_registry._scan_for_bulk_actions()
    return [
        f"admin/bulk/{app}/{model}/{action}/?id={{{_bulk_object(app, model)}}}"
        for app, models in bulk_action_registry.actions.items()
        for model, actions in models.items()
        for action in actions
    ]


def _bulk_object(app: str, model: str) -> str:
    return "sheet" if model in ("page", "projectpage") else f"{app}.{model}"


def _settings(route: str) -> list[str]:
    return [
        _filled(route, [model._meta.app_label, model._meta.model_name, "{wagtailcore.site}"])
        for model in settings_registry
    ]
