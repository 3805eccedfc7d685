"""« Une information n'est plus à jour »: the form, and what follows."""

from django.http import Http404

from catalogue.models import ProjectPage
from core.visibility import visible
from core.visitor_requests.views import RequestFormView

from .forms import ReportForm


class ReportView(RequestFormView):
    form_class = ReportForm

    def get_about(self) -> ProjectPage:
        sheet = visible(ProjectPage.objects).filter(number=self.kwargs["number"]).first()
        if sheet is None:
            raise Http404
        return sheet

    def fields(self, form) -> dict:
        return {"sheet": self.about, **form.record_fields()}
