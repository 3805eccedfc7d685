"""Asking: the form, and what follows. What happens next is said before it is sent."""

from django.http import Http404

from core import identity
from core.visitor_requests.views import RequestFormView

from .forms import RelayForm
from .models import RelayRequest
from .purposes import EXPERTISE, JOINING, PURCHASE, Purpose, Subject
from .recipients import is_known


class RelayView(RequestFormView):
    purpose = identity.INTRODUCTIONS
    form_class = RelayForm
    of: Purpose

    def get_about(self) -> Subject:
        model = RelayRequest._meta.get_field(self.of.field).related_model
        thing = model.objects.filter(slug=self.kwargs["slug"]).first()
        if thing is None:
            raise Http404
        return Subject(self.of, thing)

    def is_open(self) -> bool:
        return self.about.is_open

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"purpose": self.of}

    def get_context_data(self, **kwargs):
        return super().get_context_data(is_known=is_known(self.about), **kwargs)

    def fields(self, form) -> dict:
        return {self.of.field: self.about.thing, **form.record_fields()}


class JoiningView(RelayView):
    of = JOINING


class ExpertiseView(RelayView):
    of = EXPERTISE


class PurchaseView(RelayView):
    of = PURCHASE
