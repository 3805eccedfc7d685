"""The list of external addresses, and a way to have one checked before its turn."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from core.desk_lists import chosen_page
from links import verdicts
from links.holders import holders_of
from links.models import Link
from links.verdicts import Verdict

_FAILING = Q(verdict__in=verdicts.FAILURES, dead_since=None)
# Choice of the list -> its label, what it shows, its order.
CHOICES = {
    "": ("Liens morts", ~Q(dead_since=None), ("dead_since", "pk")),
    "echecs": ("En échec, pas encore tenus pour morts", _FAILING, ("failing_since", "pk")),
    "deplaces": ("Ont déménagé pour de bon", Q(verdict=Verdict.MOVED), ("host", "pk")),
    "incertains": (
        "Ne se laissent pas vérifier",
        Q(verdict__in=(Verdict.UNSURE, Verdict.ROBOTS)),
        ("host", "pk"),
    ),
    "ouverts": ("S’ouvrent", Q(verdict=Verdict.WORKS), ("-worked_at", "pk")),
    "tous": ("Tous", Q(), ("host", "pk")),
}


def may_read(user) -> bool:
    return user.has_perm("links.view_link")


def may_act(user) -> bool:
    return user.has_perm("links.change_link")


def _ordered(wanted: str) -> QuerySet:
    """wanted: one of CHOICES."""
    _, shown, order = CHOICES[wanted]
    return Link.objects.filter(shown).order_by(*order)


@require_safe
def links(request: HttpRequest) -> HttpResponse:
    """?etat=: one of CHOICES."""
    if not may_read(request.user):
        raise PermissionDenied
    context = chosen_page(request, CHOICES, _ordered)
    page = context["page"]
    held = holders_of(list(page), request.user)
    context |= {
        "rows": [{"link": link, "held": held[link.pk]} for link in page],
        "may_act": may_act(request.user),
        "is_off": not settings.CHECK_LINKS,
    }
    return render(request, "links/desk/links.html", context)


@require_POST
def check_soon(request: HttpRequest, pk: int) -> HttpResponse:
    if not may_act(request.user):
        raise PermissionDenied
    link = get_object_or_404(Link, pk=pk)
    Link.objects.filter(pk=pk).update(next_check=timezone.now())
    messages.success(request, f"{link.host} est vérifié dans les minutes qui viennent.")
    wanted = request.GET.get("etat", "")
    query = {"etat": wanted} if wanted in CHOICES else {}
    return HttpResponseRedirect(f"{reverse('links')}?{urlencode(query)}")
