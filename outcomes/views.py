"""The page behind the question: four answers, and from whom it was taken up where it was adopted."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.visitor_requests import origin
from core.visitor_requests.link_views import LinkView
from core.visitor_requests.views import FOREIGN

from .forms import OutcomeForm
from .models import PURPOSE, Answer, NoteOutcome
from .reusing import open_reuse

TEMPLATE = "outcomes/outcome.html"


class OutcomeView(LinkView):
    """Good as long as the row is: until it was answered, or nobody answered in time."""

    purpose = PURPOSE

    def find(self, key: str) -> NoteOutcome | None:
        return NoteOutcome.objects.confirmed().filter(pk=key, erased_at=None).first()

    def dead(self, state: str, *, status: int) -> HttpResponse:
        return render(self.request, TEMPLATE, {"state": state}, status=status)

    def get(self, request: HttpRequest, token: str = "") -> HttpResponse:
        return self._page("already" if self.record.answered_at else "ask")

    def post(self, request: HttpRequest, token: str = "") -> HttpResponse:
        form = OutcomeForm(request.POST)
        if not origin.is_own(request):
            form.add_error(None, FOREIGN)
            return self._page("ask", form=form, status=403)
        if not form.is_valid():
            return self._page("ask", form=form, status=422)
        answer = form.cleaned_data["reponse"]
        if not self.record.note_answer(answer):
            return self._page("already")
        reuses = self._reuses(answer, form.ticked())
        is_kept = any(not one["why_not"] for one in reuses)
        return self._page("done", answer=answer, reuses=reuses, is_kept=is_kept)

    def _reuses(self, answer: str, ticked: set[str]) -> list[dict]:
        """What became of each sheet that was ticked, of the only one too: [{sheet, why_not}]."""
        authority = self.record.authority()
        if answer != Answer.ADOPTED or authority is None:
            return []
        sheets = self.record.sheets()
        chosen = [sheet for sheet in sheets if str(sheet.number) in ticked]
        if len(sheets) == 1:
            chosen = sheets
        return [
            {"sheet": sheet, "why_not": open_reuse(self.record, sheet, authority)}
            for sheet in chosen
        ]

    def _page(self, state: str, *, form=None, status: int = 200, **more) -> HttpResponse:
        form = form or OutcomeForm()
        context = {
            "state": state,
            "sheets": self.record.sheets(),
            "authority": self.record.authority(),
            "form": form,
            "ticked": form.ticked(),
            **more,
        }
        return render(self.request, TEMPLATE, context, status=status)
