"""The page of a visitor's form: no cookie, nothing lost, and a redirect after what worked."""

import datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.generic.edit import FormView

from ..network_address import network_address
from ..rate_limits import RateLimit
from . import origin

# A town hall, or a whole village behind one relay, shares an address.
SENDINGS = RateLimit("sendings", times=20, period=datetime.timedelta(hours=1))
# A form that writes to an address given by anybody must not become a way to bury it in mail.
MAILS_TO_ONE = RateLimit("mails", times=20, period=datetime.timedelta(days=1))

FOREIGN = (
    "Cet envoi semble venir d’un autre site. Si vous avez bien rempli ce formulaire ici, envoyez-le "
    "de nouveau : ce que vous avez écrit est toujours là."
)
TOO_MANY = (
    "Trop d’envois sont venus de votre réseau dans la dernière heure. Ce que vous avez écrit est "
    "toujours là : gardez cette page ouverte et envoyez de nouveau dans une heure."
)


class VisitorFormView(FormView):
    """Subclasses give `form_class`, `template_name`, and `accept(form) -> address to go to`.

    `accept` writes the record and may be called twice with one `form.submission_key`.
    """

    http_method_names = ["get", "head", "post"]

    @classmethod
    def as_view(cls, **initkwargs):
        """Exempt: a token of Django's would need a cookie; `origin` and the signed token take its place.

        Here and not on `dispatch`: a subclass that overrides it would lose both decorators.
        """
        return csrf_exempt(never_cache(super().as_view(**initkwargs)))

    def accept(self, form) -> str:
        raise NotImplementedError

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        form = self.get_form()
        if not origin.is_own(request):
            return self.refuse(form, FOREIGN, status=403)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        if not SENDINGS.hit(network_address(request)):
            return self.refuse(form, TOO_MANY, status=429)
        self.success_url = self.accept(form)
        if form.errors:  # found while writing
            return self.render_to_response(self.get_context_data(form=form), status=422)
        return super().form_valid(form)

    def refuse(self, form, message: str, *, status: int) -> HttpResponse:
        form.add_error(None, message)
        return self.render_to_response(self.get_context_data(form=form), status=status)
