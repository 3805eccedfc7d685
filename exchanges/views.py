"""Asking: the form, and what follows. To whom it goes is said before it is sent."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalogue.models import ProjectPage
from core import identity
from core.visibility import visible
from core.visitor_requests.views import RequestFormView

from . import facts
from .forms import AskForm
from .numbers import all_numbers
from .recipients import reaches


class AskView(RequestFormView):
    purpose = identity.QUESTIONS
    form_class = AskForm

    def get_about(self) -> ProjectPage:
        sheets = visible(ProjectPage.objects).select_related("authority")
        sheet = sheets.filter(number=self.kwargs["number"]).first()
        if sheet is None:
            raise Http404
        return sheet

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs() | {"sheet": self.about}
        asked = self.request.GET.get("fait", "")
        if asked in (*facts.QUESTIONS, facts.OTHER):
            kwargs["initial"] = {"fait": asked}
        return kwargs

    def get_context_data(self, **kwargs):
        return super().get_context_data(reaches=reaches(self.about), **kwargs)

    def fields(self, form) -> dict:
        return {"sheet": self.about, **form.record_fields()}


@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    return render(request, "exchanges/numbers.html", {"numbers": all_numbers()})
