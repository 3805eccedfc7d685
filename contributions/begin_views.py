"""Where a story begins: of a project that has no sheet yet, or of a documentary sheet that its authority takes over."""

import datetime
import hashlib
import secrets

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views import View

from catalogue.choices import Origin
from catalogue.models import ProjectPage
from core.identity import STORIES
from core.network_address import network_address
from core.rate_limits import RateLimit
from core.visibility import visible
from core.visitor_requests import origin
from core.visitor_requests.cookieless import WithoutCookie
from core.visitor_requests.opening import TakenWhenOpen
from core.visitor_requests.views import FOREIGN, TOO_MANY

from . import addresses
from .forms import SendForm, StartForm
from .models import WITH_ADDRESS, WITHOUT_ADDRESS, Contribution
from .screens import AUTHORITY, SCREENS

# A workshop of agents who each tell a project, behind one relay.
BEGINNINGS = RateLimit("stories", times=40, period=datetime.timedelta(hours=1))
DAYS = {"days_with": WITH_ADDRESS.days, "days_without": WITHOUT_ADDRESS.days}


class BeginView(TakenWhenOpen, WithoutCookie, View):
    """The first screen, before there is a story."""

    purpose = STORIES

    http_method_names = ["get", "head", "post"]

    def get(self, request):
        return self.page(StartForm())

    def page(self, form, status: int = 200) -> HttpResponse:
        context = {"form": form, "screen": AUTHORITY, "number": 1, "total": len(SCREENS)}
        return render(self.request, "contributions/begin.html", context | DAYS, status=status)

    def post(self, request):
        form = StartForm(request.POST)
        if refused := _refusal_to_begin(request, form):
            return self.page(form, refused)
        return _begun(form, authority=form.cleaned_data["authority"])


def _refusal_to_begin(request: HttpRequest, form) -> int | None:
    """Why a form that makes a story is not followed: its status, with the words added to the form."""
    if not origin.is_own(request):
        form.add_error(None, FOREIGN)
        return 403
    if not form.is_valid():
        return 422
    if not BEGINNINGS.hit(network_address(request)):
        form.add_error(None, TOO_MANY)
        return 429
    return None


def _begun(form, **fields) -> HttpResponse:
    # A double click is one story: its form has one number. Its address needs another, which nobody was shown.
    number = form.submission_key
    while True:
        story, is_new = Contribution.objects.get_or_create(
            begun_by=number, defaults={"submission_key": secrets.token_hex(16), **fields}
        )
        # Sent again, it corrects whose project it is; where its story left meanwhile, it begins another.
        if is_new or story.save_own(**fields):
            break
        number = hashlib.sha256(number.encode()).hexdigest()[:32]
    return redirect("tell", token=addresses.here(story.pk, story.submission_key), number=2)


class TakeOverView(TakenWhenOpen, WithoutCookie, View):
    """« Cette fiche parle de votre collectivité ? »: begins the same screens, with what the sheet says."""

    purpose = STORIES
    http_method_names = ["get", "head", "post"]

    def dispatch(self, request, *args, number: int, **kwargs):
        sheets = visible(ProjectPage.objects).select_related("authority")
        self.sheet = sheets.filter(
            number=number, origin=Origin.DOCUMENTARY, authority__isnull=False
        ).first()
        if self.sheet is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        return self.page(SendForm())

    def page(self, form, status: int = 200) -> HttpResponse:
        context = {"form": form, "sheet": self.sheet, "total": len(SCREENS)}
        return render(
            self.request, "contributions/take_over_begin.html", context | DAYS, status=status
        )

    def post(self, request):
        form = SendForm(request.POST)
        if refused := _refusal_to_begin(request, form):
            return self.page(form, refused)
        return _begun(form, authority=self.sheet.authority, takes_over=self.sheet)
