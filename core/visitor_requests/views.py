"""The page of a visitor's form: no cookie, nothing lost, and a redirect after what worked."""

import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic.edit import FormView

from core.mailboxes import mailbox
from core.network_address import network_address
from core.rate_limits import RateLimit

from . import origin
from .cookieless import WithoutCookie
from .forms import EMAIL
from .models import UNCONFIRMED
from .opening import TakenWhenOpen

# A town hall, or a whole village behind one relay, shares an address.
SENDINGS = RateLimit("sendings", times=20, period=datetime.timedelta(hours=1))
# A form that writes to an address given by anybody must not become a way to bury it in mail.
MAILS_TO_ONE = RateLimit("mails", times=20, period=datetime.timedelta(days=1))

SENT = "envoi/"  # below the address of the form

FOREIGN = (
    "Cet envoi semble venir d’un autre site. Si vous avez bien rempli ce formulaire ici, envoyez-le "
    "de nouveau : ce que vous avez écrit est toujours là."
)
TOO_MANY = (
    "Trop d’envois sont venus de votre réseau dans la dernière heure. Ce que vous avez écrit est "
    "toujours là : gardez cette page ouverte et envoyez de nouveau dans une heure."
)
TOO_MANY_MAILS = (
    "Cette adresse a déjà reçu beaucoup de courriels aujourd’hui. Ouvrez ceux que vous avez reçus, ou "
    "réessayez demain."
)


class RequestFormView(TakenWhenOpen, WithoutCookie, FormView):
    """The form of a kind of request; with `is_sent`, the page that follows: what happens next, the same for
    everybody.

    Subclasses give `form_class`; `purpose`, where an administrator may close it; get_about() -> the page that it speaks of, or Http404; is_open(); and
    fields(form) -> those of the record. Template: `visitor_requests/<model name>.html`, its states form, sent, closed.
    """

    is_sent = False
    http_method_names = ["get", "head", "post"]

    def get_about(self):
        raise NotImplementedError

    def is_open(self) -> bool:
        return True

    def fields(self, form) -> dict:
        return form.record_fields()

    def get_template_names(self):
        return [f"visitor_requests/{self.form_class.model._meta.model_name}.html"]

    def get_context_data(self, **kwargs):
        context = {"state": "form", "about": self.about, "days": UNCONFIRMED.days}
        return super().get_context_data(**context | kwargs)

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.about = self.get_about()
        if self.is_sent:
            return self.page("sent")
        if not self.is_open():
            return self.page("closed", status=410)
        return super().dispatch(request, *args, **kwargs)

    def page(self, state: str, *, status: int = 200) -> HttpResponse:
        context = self.get_context_data(form=None, state=state)
        return self.render_to_response(context, status=status)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        form = self.get_form()
        if not origin.is_own(request):
            return self.refuse(form, None, FOREIGN, status=403)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        if not SENDINGS.hit(network_address(request)):
            return self.refuse(form, None, TOO_MANY, status=429)
        if not MAILS_TO_ONE.hit(mailbox(form.cleaned_data[EMAIL])):
            return self.refuse(form, EMAIL, TOO_MANY_MAILS, status=422)
        form.model.objects.submit(submission_key=form.submission_key, **self.fields(form))
        return redirect(f"{request.path}{SENT}")

    def refuse(self, form, field: str | None, message: str, *, status: int) -> HttpResponse:
        form.add_error(field, message)
        return self.render_to_response(self.get_context_data(form=form), status=status)
