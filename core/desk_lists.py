"""Lists of the desk that show one of several choices, a page at a time."""

from collections.abc import Callable, Sequence

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

PER_PAGE = 50


def chosen_page(
    request: HttpRequest,
    choices: dict[str, tuple],
    ordered: Callable[[str], QuerySet | Sequence],
) -> dict:
    """Of the template of a list: {"page", "wanted", "choices": [(name, label)]}.

    ?etat=: one of `choices` (name -> (label, …)), "" for any other word. ?p=: the page. ordered: the rows of a choice.
    """
    asked = request.GET.get("etat", "")
    wanted = asked if asked in choices else ""
    return {
        "page": Paginator(ordered(wanted), PER_PAGE).get_page(request.GET.get("p")),
        "wanted": wanted,
        "choices": [(name, label) for name, (label, *_) in choices.items()],
    }
