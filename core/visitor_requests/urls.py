"""The addresses that each kind of request has."""

from django.urls import URLPattern, path

import core.addresses  # noqa: F401 the converter `text`

from .link_views import ConfirmationView
from .models import VisitorRequest
from .views import SENT, RequestFormView


def form_paths(route: str, view: type[RequestFormView], *, name: str) -> list[URLPattern]:
    """The form, and what follows once it is sent."""
    return [
        path(route, view.as_view(), name=name),
        path(f"{route}{SENT}", view.as_view(is_sent=True), name=f"{name}_sent"),
    ]


def confirmation_path(route: str, model: type[VisitorRequest]) -> URLPattern:
    return path(
        f"{route}<text:token>/",
        ConfirmationView.as_view(model=model),
        name=f"confirm_{model._meta.model_name}",
    )
