"""The form of a note, and the file that it gives."""

from functools import partial

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.generic import View

from core.mailboxes import mailbox
from core.network_address import network_address
from core.rate_limits import RateLimit
from core.visitor_requests import origin
from core.visitor_requests.cookieless import WithoutCookie
from core.visitor_requests.forms import EMAIL
from core.visitor_requests.views import FOREIGN, MAILS_TO_ONE, SENDINGS, TOO_MANY_MAILS
from council.asked import Asked, asked, is_typed
from council.views import COMPARED
from outcomes.models import NoteOutcome

from . import writing
from .forms import NoteForm

NOTES = RateLimit("notes", times=60, period=SENDINGS.period)  # a town hall shares an address
TOO_MANY = (
    "Beaucoup de notes ont été demandées depuis votre réseau dans la dernière heure. Ce que vous avez écrit est "
    "toujours là : gardez cette page ouverte et réessayez dans une heure."
)


def _pdf(note) -> bytes:
    from .pdf_file import pdf

    return pdf(note)


def _docx(note) -> bytes:
    from .docx_file import docx

    return docx(note)


def _odt(note) -> bytes:
    from .odt_file import odt

    return odt(note)


# Name in the form -> type of the file, what makes it: its libraries are loaded by the first who asks.
FORMATS = {
    "pdf": ("application/pdf", _pdf),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", _docx),
    "odt": ("application/vnd.oasis.opendocument.text", _odt),
}


class NoteView(WithoutCookie, View):
    """GET asks six things and an address, all optional; POST gives the file, and keeps nothing of the six."""

    http_method_names = ["get", "head", "post"]

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.asked = asked(request.GET, *writing.ROWS, most=COMPARED)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        if is_typed(request.GET, self.asked):
            return HttpResponseRedirect(self.asked.url("note", self.asked.retained.numbers))
        return _page(request, self.asked, NoteForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = NoteForm(request.POST)
        refuse = partial(_page, request, self.asked, form)
        if not origin.is_own(request):
            form.add_error(None, FOREIGN)
            return refuse(status=403)
        if not self.asked.sheets:
            form.add_error(
                None, "Retenez d’abord une fiche : une note dit ce que d’autres ont fait."
            )
        kind = request.POST.get("format", "pdf")
        if kind not in FORMATS:
            form.add_error(None, "Choisissez un des trois formats.")
        if not form.is_valid():
            return refuse(status=422)
        if not NOTES.hit(network_address(request)):
            form.add_error(None, TOO_MANY)
            return refuse(status=429)
        if (email := form.cleaned_data.get(EMAIL)) and not MAILS_TO_ONE.hit(mailbox(email)):
            form.add_error(EMAIL, TOO_MANY_MAILS)
            return refuse(status=429)
        if email:
            NoteOutcome.objects.remember(email, self.asked.sheets, self.asked.territory)
        day = timezone.localdate()
        content_type, made = FORMATS[kind]
        note = writing.write(self.asked, form.typed(), day)
        response = HttpResponse(made(note), content_type=content_type)
        response["Content-Disposition"] = f'attachment; filename="note-conseil-{day}.{kind}"'
        return response


def _page(request: HttpRequest, shown: Asked, form: NoteForm, *, status: int = 200) -> HttpResponse:
    context = {
        "asked": shown,
        "form": form,
        "candidates": shown.candidates("note") if shown.unknown_territory else [],
        "clean_url": shown.url("note"),
        "post_url": shown.url("note"),
        "selection_url": shown.url("selection"),
        "back_url": shown.url("catalogue"),
        "recalls": writing.recalls(shown.mine),
        "left_out": len(shown.numbers) - len(shown.sheets),
    }
    return render(request, "council/note.html", context, status=status)
