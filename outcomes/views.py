"""The page behind the question: four answers, and from whom it was taken up where it was adopted."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.visitor_requests import origin
from core.visitor_requests.link_views import LinkView
from core.visitor_requests.views import FOREIGN

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
        if not origin.is_own(request):
            return self._page("ask", error=FOREIGN, status=403)
        answer = request.POST.get("reponse", "")
        if answer not in Answer.values:
            return self._page("ask", error="Choisissez une des quatre réponses.", status=422)
        if not self.record.note_answer(answer):
            return self._page("already")
        return self._page("done", answer=answer, reuses=self._reuses(answer))

    def _reuses(self, answer: str) -> list[dict]:
        """What became of each sheet that was ticked, of the only one too: [{sheet, why_not}]."""
        authority = self.record.authority()
        if answer != Answer.ADOPTED or authority is None:
            return []
        sheets = self.record.sheets()
        ticked = set(self.request.POST.getlist("fiche"))
        chosen = [sheet for sheet in sheets if str(sheet.number) in ticked]
        if len(sheets) == 1:
            chosen = sheets
        return [
            {"sheet": sheet, "why_not": open_reuse(self.record, sheet, authority)}
            for sheet in chosen
        ]

    def _page(self, state: str, *, status: int = 200, **more) -> HttpResponse:
        context = {
            "state": state,
            "sheets": self.record.sheets(),
            "authority": self.record.authority(),
            "answers": Answer.choices,
            "typed": self.request.POST,
            **more,
        }
        return render(self.request, TEMPLATE, context, status=status)
