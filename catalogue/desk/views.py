"""Sending a spreadsheet, reading what would become of it, importing it; the template and the export. Each asks again what
its user may do."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.permission_policies.pages import PagePermissionPolicy

from catalogue.models import ProjectIndexPage, ProjectPage, SheetImport, SheetImportLine
from catalogue.spreadsheet.export import export_csv, export_xlsx, template_xlsx
from catalogue.spreadsheet.importing import start
from catalogue.spreadsheet.kept import KEPT
from catalogue.spreadsheet.refused import refused_xlsx
from core.places import place_of
from core.tables.writing import CSV_TYPE, XLSX_TYPE

from .forms import SendForm

PER_PAGE = 50
State, Outcome = SheetImport.State, SheetImportLine.Outcome
_WORKING = (State.TO_CHECK, State.TO_RUN)


def may_import(user) -> bool:
    parent = place_of(user, ProjectIndexPage)
    return parent is not None and parent.permissions_for_user(user).can_add_subpage()


def _ask(user) -> None:
    if not may_import(user):
        raise PermissionDenied


def _own(user):
    """Without the files themselves."""
    mine = SheetImport.objects.defer("content").select_related("user")
    return mine if user.is_superuser else mine.filter(user=user)


def imports(request: HttpRequest) -> HttpResponse:
    """The form that sends a file, and what was sent before."""
    _ask(request.user)
    may_publish = (
        ProjectIndexPage.objects.get().permissions_for_user(request.user).can_publish_subpage()
    )
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = SendForm(*sent, user=request.user, may_publish=may_publish)
    if request.method == "POST" and form.is_valid():
        return redirect("sheet_import", form.kept.pk)
    sent_before = _own(request.user).annotate(count=Count("lines")).order_by("-sent_at", "-pk")
    page = Paginator(sent_before, PER_PAGE)
    context = {"form": form, "page": page.get_page(request.GET.get("p")), "days": KEPT.days}
    return render(request, "catalogue/desk/imports.html", context)


def one_import(request: HttpRequest, pk: int) -> HttpResponse:
    """?resultat=: one of `Outcome`."""
    _ask(request.user)
    one = get_object_or_404(_own(request.user), pk=pk)
    if request.method == "POST":
        return _act(request, one)
    lines = one.lines.all()
    counts = dict(lines.order_by().values_list("outcome").annotate(Count("pk")))
    wanted = request.GET.get("resultat", "")
    if wanted in Outcome.values:
        lines = lines.filter(outcome=wanted)
    to_write = counts.get(Outcome.ADDED, 0) + counts.get(Outcome.CHANGED, 0)
    refused = counts.get(Outcome.REFUSED, 0)
    is_ready = one.state == State.CHECKED and not one.problems and to_write
    context = {
        "one": one,
        "page": Paginator(lines, PER_PAGE).get_page(request.GET.get("p")),
        "counts": [(value, label, counts.get(value, 0)) for value, label in Outcome.choices],
        "wanted": wanted if wanted in Outcome.values else "",
        "is_working": one.state in _WORKING,
        "is_done": one.state == State.DONE,
        "to_write": to_write,
        "done": one.lines.exclude(done_at=None).count() if one.state == State.TO_RUN else 0,
        "refused": refused,
        "refused_late": one.lines.filter(outcome=Outcome.REFUSED).exclude(done_at=None).count(),
        "may_start": is_ready and not refused,
        "may_start_without": is_ready and refused,
        "all_refused": one.state == State.CHECKED and refused and not to_write,
        "nothing_new": one.state == State.CHECKED and not (one.problems or refused or to_write),
        "has_refused_file": bool(refused) and one.state in (State.CHECKED, State.DONE),
        "forgotten_on": one.sent_at + KEPT,
    }
    return render(request, "catalogue/desk/import.html", context)


def _act(request: HttpRequest, one: SheetImport) -> HttpResponse:
    action = request.POST.get("action", "")
    if action == "oublier" and one.state not in _WORKING:
        one.delete()
        messages.success(request, "Le fichier et son essai sont oubliés.")
        return redirect("sheet_imports")
    if action in ("importer", "justes") and start(one, without_refused=action == "justes"):
        late = one.lines.filter(outcome=Outcome.REFUSED).exclude(done_at=None)
        if one.state == State.DONE and not late.exists():
            messages.success(request, "L’import est terminé.")
    else:
        messages.warning(request, "Rien n’a été fait : voici où en est ce fichier.")
    return redirect("sheet_import", one.pk)


@require_safe
def refused(request: HttpRequest, pk: int) -> HttpResponse:
    _ask(request.user)
    one = get_object_or_404(_own(request.user), pk=pk)
    if one.content is None or not one.lines.filter(outcome=Outcome.REFUSED).exists():
        raise Http404
    return _file(refused_xlsx(one), f"refus-{one.pk}.xlsx")


@require_safe
def template(request: HttpRequest) -> HttpResponse:
    _ask(request.user)
    return _file(template_xlsx(), "modele-fiches.xlsx")


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """?format=csv or xlsx: all sheets that the user may work at."""
    _ask(request.user)
    return exported(
        request.user, ProjectPage.objects.order_by("number"), request.GET.get("format", "")
    )


def exported(user, sheets, kind: str) -> HttpResponse:
    """`sheets`, of those that `user` may work at, as a download. kind: "csv", else XLSX."""
    # Not "add": who may add a sheet sees no draft of others for that.
    may = PagePermissionPolicy().instances_user_has_any_permission_for(user, ["change", "publish"])
    sheets = sheets.filter(pk__in=may.values("pk"))
    name = f"fiches-{timezone.localdate():%Y-%m-%d}"
    if kind == "csv":
        response = StreamingHttpResponse(export_csv(sheets), content_type=CSV_TYPE)
        response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        return response
    return _file(export_xlsx(sheets), f"{name}.xlsx")


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
