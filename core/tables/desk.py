"""Sending a spreadsheet, reading what would become of it, importing it; the template and the export. Each asks again what
its user may do."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.places import place_of

from .contents import Contents, registered
from .desk_form import SendForm
from .export import export_csv, export_xlsx, template_xlsx
from .importing import start
from .kept import KEPT
from .large_export import ask_for
from .models import FileImport, FileImportLine
from .refused import refused_xlsx
from .shown import shown_to
from .writing import CSV_TYPE, XLSX_TYPE

PER_PAGE = 50
LARGE = 1_000  # pages of an XLSX that is made while who asked waits
State, Outcome = FileImport.State, FileImportLine.Outcome
_WORKING = (State.TO_CHECK, State.TO_RUN)


class Desk:
    """Of one kind of contents; its addresses are called `<key>_imports`, `<key>_import`, …"""

    def __init__(self, of: Contents):
        self.of = of

    @property
    def urls(self) -> list:
        key = self.of.key
        return [
            path("", self.imports, name=f"{key}_imports"),
            path("modele/", require_safe(self.template), name=f"{key}_template"),
            path("export/", require_safe(self.export), name=f"{key}_export"),
            path("<int:pk>/", self.one_import, name=f"{key}_import"),
            path("<int:pk>/refus/", require_safe(self.refused), name=f"{key}_import_refused"),
        ]

    def may_import(self, user) -> bool:
        parent = place_of(user, self.of.place)
        return parent is not None and parent.permissions_for_user(user).can_add_subpage()

    def _ask(self, user) -> None:
        if not self.may_import(user):
            raise PermissionDenied

    def _own(self, user) -> QuerySet:
        """Without the files themselves."""
        sent = self.of.imports.of_kind(self.of.key).defer("content").select_related("user")
        return sent if user.is_superuser else sent.filter(user=user)

    def _name(self, what: str) -> str:
        return f"{self.of.key}_{what}"

    def _render(self, request: HttpRequest, template: str, context: dict) -> HttpResponse:
        names = {name: self._name(name) for name in ("imports", "import", "export", "template")}
        beside = [
            (one.heading, reverse(f"{one.key}_imports"))
            for one in registered()
            if one.imports is self.of.imports and one is not self.of
        ]
        context |= {
            "of": self.of,
            "names": names,
            "beside": beside,
            "refused_name": self._name("import_refused"),
        }
        return render(request, f"core/tables/{template}.html", context)

    def imports(self, request: HttpRequest) -> HttpResponse:
        """The form that sends a file, and what was sent before."""
        self._ask(request.user)
        may_publish = self.of.parent().permissions_for_user(request.user).can_publish_subpage()
        sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
        form = SendForm(*sent, of=self.of, user=request.user, may_publish=may_publish)
        if request.method == "POST" and form.is_valid():
            return redirect(self._name("import"), form.kept.pk)
        sent_before = self._own(request.user).annotate(count=Count("lines"))
        page = Paginator(sent_before.order_by("-sent_at", "-pk"), PER_PAGE)
        context = {"form": form, "page": page.get_page(request.GET.get("p")), "days": KEPT.days}
        return self._render(request, "imports", context)

    def one_import(self, request: HttpRequest, pk: int) -> HttpResponse:
        """?resultat=: one of `Outcome`."""
        self._ask(request.user)
        one = get_object_or_404(self._own(request.user), pk=pk)
        if request.method == "POST":
            return self._act(request, one)
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
        return self._render(request, "import", context)

    def _act(self, request: HttpRequest, one: FileImport) -> HttpResponse:
        action = request.POST.get("action", "")
        if action == "oublier" and one.state not in _WORKING:
            one.delete()
            messages.success(request, "Le fichier et son essai sont oubliés.")
            return redirect(self._name("imports"))
        if action in ("importer", "justes") and start(one, without_refused=action == "justes"):
            late = one.lines.filter(outcome=Outcome.REFUSED).exclude(done_at=None)
            if one.state == State.DONE and not late.exists():
                messages.success(request, "L’import est terminé.")
        else:
            messages.warning(request, "Rien n’a été fait : voici où en est ce fichier.")
        return redirect(self._name("import"), one.pk)

    def refused(self, request: HttpRequest, pk: int) -> HttpResponse:
        self._ask(request.user)
        one = get_object_or_404(self._own(request.user), pk=pk)
        if one.content is None or not one.lines.filter(outcome=Outcome.REFUSED).exists():
            raise Http404
        return _file(refused_xlsx(one), f"refus-{one.pk}.xlsx")

    def template(self, request: HttpRequest) -> HttpResponse:
        self._ask(request.user)
        return _file(template_xlsx(self.of), f"modele-{self.of.file_name}.xlsx")

    def export(self, request: HttpRequest) -> HttpResponse:
        """?format=csv or xlsx: all pages that the user may work at."""
        self._ask(request.user)
        pages = self.of.model.objects.order_by("pk")
        return exported(self.of, request.user, pages, request.GET.get("format", ""))


def exported(of: Contents, user, pages: QuerySet, kind: str) -> HttpResponse:
    """`pages`, of those that `user` may work at, as a download. kind: "csv", else XLSX, which the worker makes when it is
    large."""
    pages = shown_to(of, user, pages)
    name = f"{of.file_name}-{timezone.localdate():%Y-%m-%d}"
    if kind == "csv":
        response = StreamingHttpResponse(export_csv(of, pages), content_type=CSV_TYPE)
        response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        return response
    if pages.count() > LARGE:
        return redirect("background_task", ask_for(of, user, pages).pk)
    return _file(export_xlsx(of, pages), f"{name}.xlsx")


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
