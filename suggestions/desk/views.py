"""The list of sheets of which something was said, and the page of one. Each asks again what its user may do."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalogue.models import ProjectPage
from core.publishing import PublicationRefused
from core.templatetags.typography import plural
from suggestions.accepting import accept, refuse
from suggestions.models import Suggestion, SuggestionEvent
from suggestions.reading import waiting_on
from suggestions.states import By, Kind

from .forms import ReasonForm

PER_PAGE = 50
DECIDED = 20  # shown of a sheet
_MOVED = "Quelqu’un vient d’en décider : voici ce qui attend encore."


def may_read(user) -> bool:
    return user.has_perm("suggestions.view_suggestion")


def may_change(user) -> bool:
    return user.has_perm("suggestions.change_suggestion")


def may_decide(user, sheet: ProjectPage) -> bool:
    """Who accepts publishes."""
    return may_change(user) and sheet.permissions_for_user(user).can_publish()


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """Sheets on which something waits, the oldest first."""
    if not may_read(request.user):
        raise PermissionDenied
    waiting = Suggestion.objects.waiting().order_by().values("sheet")
    counted = waiting.annotate(count=Count("pk"), oldest=Min("created_at"))
    page = Paginator(counted.order_by("oldest", "sheet"), PER_PAGE).get_page(request.GET.get("p"))
    sheets = ProjectPage.objects.select_related("authority").in_bulk([one["sheet"] for one in page])
    now = timezone.now()
    rows = [
        {
            "sheet": sheets[one["sheet"]],
            "count": one["count"],
            "days": (now - one["oldest"]).days,
        }
        for one in page
    ]
    return render(request, "suggestions/desk/suggestions.html", {"page": page, "rows": rows})


def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """What waits on one sheet, beside what stands: tick, then accept or refuse."""
    if not may_read(request.user):
        raise PermissionDenied
    page = get_object_or_404(ProjectPage.objects.select_related("authority"), pk=pk)
    may = may_decide(request.user, page)
    shown = waiting_on(page if page.live else page.get_latest_revision_as_object())
    form, ticked = ReasonForm(), set()
    if request.method == "POST":
        if not may:
            raise PermissionDenied
        action = request.POST.get("action", "")
        ticked = set(request.POST.getlist("choix"))
        chosen = [
            one.suggestion
            for one in shown
            if action.endswith("tout") or str(one.suggestion.pk) in ticked
        ]
        if action.startswith("refuser"):
            form = ReasonForm(request.POST)
        if not chosen:
            messages.warning(request, "Cochez au moins une proposition." if shown else _MOVED)
        elif action.startswith("refuser"):
            if form.is_valid():
                count = refuse(chosen, form.cleaned_data["reason"], by=By.EDITOR, user=request.user)
                _say(request, count, "non retenue")
                return redirect("sheet_suggestions", pk)
        elif action.startswith("accepter") and accept_and_say(request, chosen):
            return redirect("sheet_suggestions", pk)
    decided = (
        SuggestionEvent.objects.filter(suggestion__sheet=page)
        .exclude(kind=Kind.PROPOSED)
        .select_related("suggestion", "user")
        .order_by("-at", "-pk")[:DECIDED]
    )
    context = {
        "sheet": page,
        "shown": [(one, str(one.suggestion.pk) in ticked) for one in shown],
        "form": form,
        "may_decide": may,
        "decided": list(decided),
        "has_draft": page.live and page.has_unpublished_changes,
    }
    return render(request, "suggestions/desk/sheet.html", context)


def accept_and_say(request: HttpRequest, chosen: list[Suggestion]) -> bool:
    """False, with the reason as a message, when the sheet cannot be changed so."""
    try:
        done = accept(chosen, by=By.EDITOR, user=request.user)
    except PublicationRefused as refused:
        messages.error(request, str(refused))
        return False
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return False
    _say(request, len(done.accepted), "acceptée")
    if done.left_in_draft:
        messages.warning(
            request,
            "Le brouillon en cours dit autre chose pour : "
            f"{', '.join(done.left_in_draft)}. Il n’a pas été changé ; le publier effacerait ce que vous venez "
            "d’accepter.",
        )
    return True


def _say(request: HttpRequest, count: int, what: str) -> None:
    if count:
        messages.success(request, f"{count} proposition{plural(count)} {what}{plural(count)}.")
    else:
        messages.warning(request, _MOVED)
