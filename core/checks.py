"""An app that forgot to declare something (`core/declarations.py`), told when Django starts."""

from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.checks import Error, register
from django.db import models
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.urls import get_resolver
from django.utils.module_loading import import_string

from . import retention
from .declarations import ProjectApp, declared_content, project_apps
from .visitor_requests.models import VisitorRequest


@register()
def apps_declare_themselves(app_configs, **kwargs):
    return [
        Error(
            f"{app.label} has models and declares nothing of them.",
            hint="Let its AppConfig be a core.declarations.ProjectApp.",
            obj=app,
            id="core.E001",
        )
        for app in apps.get_app_configs()
        if Path(app.path).parent == settings.BASE_DIR
        and not isinstance(app, ProjectApp)
        and any(app.get_models())
    ]


@register()
def models_are_content_or_not(app_configs, **kwargs):
    found = []
    for app in project_apps():
        found += [
            Error(
                f"{app.label} does not say whether public pages show {model._meta.object_name}.",
                hint="Name it in `content` or in `not_content` of its AppConfig.",
                obj=app,
                id="core.E002",
            )
            for model in app.get_models()
            if declared_content(model) is None
        ]
        known = {model._meta.object_name for model in app.get_models()}
        known |= {
            f"{model._meta.object_name}.{field.name}"
            for model in app.get_models()
            for field in model._meta.local_concrete_fields
        }
        named = {
            *app.content,
            *app.not_content,
            *app.contexts,
            *app.views,
            *(name for rows in app.rights.values() for name in rows),
            *app.addresses,
        }
        found += [
            Error(f"{app.label} declares {name}, which it has not.", obj=app, id="core.E003")
            for name in sorted(named - known)
        ]
        paths = (*app.contexts.values(), *app.views.values(), *app.listed.values())
        for path in (*paths, *app.waiting):
            try:
                import_string(path)
            except ImportError as error:
                found.append(Error(f"{app.label}: {error}", obj=app, id="core.E003"))
    return found


@register()
def groups_may_use_the_admin_lists(app_configs, **kwargs):
    """A list in the admin that no group may open is one that nobody but an administrator finds."""
    from wagtail.admin.viewsets import viewsets
    from wagtail.models import Page

    _ = get_resolver().url_patterns  # Wagtail registers its lists as addresses are read
    listed = {
        model
        for viewset in viewsets.viewsets
        if isinstance(model := getattr(viewset, "model", None), type)
        and isinstance(model._meta.app_config, ProjectApp)
        and not issubclass(model, Page)
    }
    found = []
    for model in sorted(listed, key=lambda model: model._meta.label):
        app, name = model._meta.app_config, model._meta.object_name
        if name in app.only_administrators or any(name in rows for rows in app.rights.values()):
            continue
        found.append(
            Error(
                f"{app.label} gives no group a right over {name}, which has a list in the admin.",
                hint="Name it in `rights` or in `only_administrators` of its AppConfig.",
                obj=app,
                id="core.E004",
            )
        )
    return found


@register()
def slots_are_filled_with_templates(app_configs, **kwargs):
    found = []
    for app in project_apps():
        for slot, name in app.slots.items():
            try:
                get_template(name)
            except TemplateDoesNotExist:
                found.append(
                    Error(
                        f"{app.label} fills « {slot} » with {name}, which is not there.",
                        obj=app,
                        id="core.E005",
                    )
                )
    return found


@register()
def requests_of_visitors_are_forgotten(app_configs, **kwargs):
    """What visitors leave and nobody declared would be kept for ever."""
    applied = {
        (manager.model, rule.forget.__name__)
        for rule in retention.registered()
        if isinstance(manager := getattr(rule.forget, "__self__", None), models.Manager)
    }
    return [
        Error(
            f"Nothing forgets {model._meta.label}: {name} is in no registered Retention.",
            hint="Register one for what nobody confirmed and one for what was confirmed (core/retention.py).",
            obj=model,
            id="core.E006",
        )
        for model in apps.get_models()
        if issubclass(model, VisitorRequest) and model._meta.managed
        for name in ("forget_pending", "forget")
        if (model, name) not in applied
    ]
