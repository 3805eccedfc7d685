"""What Wagtail's own pages never send to its admin, and a hand or a tool may: answered, where Wagtail would fail.

Its views read some fields and objects without asking whether they are there.
"""

import logging
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.forms.formsets import ORDERING_FIELD_NAME
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.utils.datastructures import MultiValueDictKeyError
from wagtail.admin.views.generic.chooser import CreateViewMixin, CreationFormMixin
from wagtail.models import Page

from .csp import ADMIN

logger = logging.getLogger(__name__)
_WORDS = "Cette demande est incomplète : rien n’a été fait."


def _names_its_parent(request: HttpRequest, **kwargs) -> bool:
    parent = request.POST.get("new_parent_page", "")
    return (
        parent.isascii()
        and parent.isdigit()
        and len(parent) < 18
        and Page.objects.filter(pk=parent).exists()
    )


def _is_below_another(request: HttpRequest, page_to_move_id: int, **kwargs) -> bool:
    return not Page.objects.filter(pk=page_to_move_id, depth=1).exists()


def _is_our_import(request: HttpRequest, **kwargs) -> bool:
    """What the first page of an import of redirects signed."""
    try:
        for name in ("import_file_name", "input_format"):
            Signer().unsign(request.POST.get(name, ""))
    except BadSignature:
        return False
    return True


# Name of the address -> whether what is posted to it can be dealt with.
_CHECKS: dict[str, Callable[..., bool]] = {
    "wagtailadmin_pages:copy": _names_its_parent,
    "wagtailadmin_pages:set_page_position": _is_below_another,
    "wagtailadmin_choose_page_external_link": lambda request, **kwargs: (
        "external-link-chooser-url" in request.POST
    ),
    "wagtailredirects:process_import": _is_our_import,
}


class IncompleteRequestMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs) -> HttpResponse | None:
        if not request.path_info.startswith(ADMIN) or not request.user.is_authenticated:
            return None
        if _is_chooser_without_form(request, view):
            raise Http404
        check = _CHECKS.get(request.resolver_match.view_name)
        if request.method == "POST" and check and not check(request, **kwargs):
            return HttpResponseBadRequest(_WORDS)
        return None

    def process_exception(self, request, exception) -> HttpResponse | None:
        if not request.path_info.startswith(ADMIN) or not _is_about_what_was_sent(
            exception, request
        ):
            return None
        logger.warning("refused: %s %s", request.method, request.path, exc_info=exception)
        return HttpResponseBadRequest(_WORDS)


def _is_about_what_was_sent(exception: Exception, request: HttpRequest) -> bool:
    """A field that Wagtail took for granted, or an error that quotes what was sent where a number belongs."""
    if isinstance(exception, MultiValueDictKeyError) or exception.args == (ORDERING_FIELD_NAME,):
        return True
    if not isinstance(exception, ValueError | ValidationError):
        return False
    words = str(exception)
    values = (value for _, sent in request.POST.lists() for value in sent if value)
    return any(
        repr(value) in words or repr(f"«\xa0{value}\xa0»")[1:-1] in words for value in values
    )


def _is_chooser_without_form(request: HttpRequest, view) -> bool:
    """Every chooser has an address that makes an object, whether or not it offers a form for one."""
    kind = getattr(view, "view_class", None)
    if kind is None or not issubclass(kind, CreateViewMixin):
        return False
    if kind.get_creation_form_class is not CreationFormMixin.get_creation_form_class:
        return False  # those of pictures and documents always have one
    chooser = kind(**view.view_initkwargs)
    chooser.request = request
    return chooser.get_creation_form_class() is None
