"""The pages of a story: its screens, what was answered, what became of it. No cookie: the address is the session."""

import datetime

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import View

from core.mailboxes import mailbox
from core.network_address import network_address
from core.publishing import PublicationRefused
from core.rate_limits import RateLimit
from core.visitor_requests import origin
from core.visitor_requests.cookieless import WithoutCookie
from core.visitor_requests.forms import EMAIL
from core.visitor_requests.models import UNCONFIRMED
from core.visitor_requests.views import FOREIGN, MAILS_TO_ONE, TOO_MANY, TOO_MANY_MAILS
from suggestions import states as suggestion_states
from suggestions.models import Suggestion
from suggestions.republishing import CannotChange

from . import addresses, delays, exchange, states
from .begin_views import DAYS
from .forms import (
    AnswerForm,
    ContactForm,
    DifficultiesForm,
    LaterForm,
    SendForm,
)
from .models import Contribution
from .reading import answered, first_open
from .screens import AUTHORITY, CONTACT, RIGHT, SCREENS, TEXT, TITLE, number_of
from .taking_over import Known, has_own, ways_of

SAVES = RateLimit("screens", times=1500, period=datetime.timedelta(hours=1))

LATER = "plus-tard"
CHECK = "verifier"
_BACK = "retour"  # in an address: this screen was opened from the list of answers


class StoryView(WithoutCookie, View):
    """A page behind the address of a story that is still to be sent."""

    http_method_names = ["get", "head", "post"]

    story: Contribution
    by_mail: bool

    def dispatch(self, request: HttpRequest, *args, token: str, **kwargs) -> HttpResponse:
        self.token = token
        try:
            address = addresses.read(token)
        except signing.BadSignature:
            return self.message("forged", 404)
        story = Contribution.objects.at(address)
        if story is None:
            return self.message("gone", 410)
        self.story, self.by_mail = story, bool(address.seal)
        if story.confirmed_at is not None:
            return self.confirmed(request)
        return super().dispatch(request, *args, **kwargs)

    def confirmed(self, request) -> HttpResponse:
        """Its screens are closed."""
        if self.by_mail:
            return redirect("told", token=self.token)
        return self.message("closed", 410 if request.method == "POST" else 200)

    def message(self, state: str, status: int = 200, **context) -> HttpResponse:
        context = {"state": state, "days": UNCONFIRMED.days, **DAYS, **context}
        return render(self.request, "contributions/message.html", context, status=status)

    def url(self, name: str, *args) -> str:
        return reverse(name, args=[self.token, *args])


class ScreenView(StoryView):
    """One question. Its POST saves, and leads to the next one."""

    def dispatch(self, request, *args, number: int, **kwargs):
        if not 1 <= number <= len(SCREENS):
            return redirect("told", token=kwargs["token"])
        self.number, self.screen = number, SCREENS[number - 1]
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        if self.screen is AUTHORITY and self.story.takes_over_id:
            return redirect("tell", token=self.token, number=2)
        return self.page(self.screen.form(initial=self._initial()))

    def _initial(self) -> dict:
        if self.screen is AUTHORITY:
            return {"collectivite": self.story.authority.label}
        said = self.story.answers.get(self.screen.key)
        if said is None:
            # What was ticked of a pasted text: seen here, and sent by « Continuer ».
            said = {
                name: value
                for name, value in self.story.answers.get(TEXT, {}).items()
                if name in self.screen.form.base_fields
            }
            said = said or self._known()
        elif said.get("way") == RIGHT.key:
            said = self._known()
        initial = self.screen.form.initial_of(said)
        return initial | ({EMAIL: self.story.email} if self.screen is CONTACT else {})

    def _known(self) -> dict:
        """What the sheet says that is taken over."""
        return Known(self.story.takes_over).answers(self.screen) if self.story.takes_over_id else {}

    def page(self, form, status: int = 200) -> HttpResponse:
        said = self.story.answers.get(self.screen.key, {})
        first = 2 if self.story.takes_over_id else 1
        context = {
            "form": form,
            "screen": self.screen,
            "number": self.number,
            "total": len(SCREENS),
            "way": self.screen.way(said.get("way", "")),
            "ways": ways_of(self.story, self.screen),
            "takes_over": self.story.takes_over,
            "is_known": bool(self._known()),
            "is_own": has_own(self.story, self.screen),
            "back_url": self.url("tell", self.number - 1) if self.number > first else "",
            "is_back": _BACK in self.request.GET,
            "text_url": self.url("tell_text")
            if self.screen is TITLE and not self.story.takes_over_id
            else "",
            "is_guarded": self.screen is AUTHORITY,
            "pairs": form.pairs() if isinstance(form, DifficultiesForm) else (),
            "willing": form.willing() if isinstance(form, ContactForm) else (),
        }
        return render(self.request, "contributions/screen.html", context, status=status)

    def post(self, request):
        if self.screen is AUTHORITY and self.story.takes_over_id:
            return self.get(request)
        form = self.screen.form(request.POST, initial=self._initial())
        if not origin.is_own(request):
            form.add_error(None, FOREIGN)
            return self.page(form, 403)
        wanted = request.POST.get("suite", "")
        way = next((one for one in ways_of(self.story, self.screen) if one.key == wanted), None)
        if way is RIGHT and form.has_changed():
            way = None  # corrected first: what was typed is the answer
        written = [name for name in form.fields if any(map(str.strip, request.POST.getlist(name)))]
        # « Plus tard » with nothing typed has nothing to save.
        leaves_blank = wanted == LATER and not written
        # One tap would erase it. What the sheet says, and nobody touched, stays on the sheet.
        is_own = form.has_changed() or not self._known() or has_own(self.story, self.screen)
        if way and way is not RIGHT and written and is_own:
            form.add_error(
                written[0],
                "Vous avez écrit une réponse : envoyez-la par le premier bouton, ou effacez-la pour "
                f"répondre « {way.label} ».",
            )
            return self.page(form, 422)
        if not (way or leaves_blank) and not form.is_valid():
            return self.page(form, 422)
        if not SAVES.hit(network_address(request)):
            form.add_error(None, TOO_MANY)
            return self.page(form, 429)
        if not leaves_blank and not self._save(form, {"way": way.key} if way else None):
            return self.confirmed(request)
        if wanted == LATER:
            return redirect("tell_later", token=self.token)
        if _BACK in request.GET or self.number == len(SCREENS):
            return redirect("tell_check", token=self.token)
        return redirect("tell", token=self.token, number=self.number + 1)

    def _save(self, form, answers: dict | None) -> bool:
        if self.screen is AUTHORITY:
            return self.story.save_own(authority=form.cleaned_data["authority"])
        if self.screen is CONTACT and not self.story.save_own(email=form.cleaned_data[EMAIL]):
            return False
        answers = answers or form.answers()
        # Sent as it was shown: that is « c’est juste » too.
        known = self._known() if self.screen is not CONTACT else {}
        is_right = bool(known) and answers == known
        return self.story.save_answers(self.screen.key, {"way": RIGHT.key} if is_right else answers)


class LaterView(StoryView):
    """The address of the story, by mail, to go on with it another day."""

    is_sent = False

    def get(self, request):
        if self.is_sent:
            return self.message("kept")
        return self.page(LaterForm(initial={EMAIL: self.story.email}))

    def page(self, form, status: int = 200) -> HttpResponse:
        context = {"form": form, "back_url": self.url("told"), **DAYS}
        return render(self.request, "contributions/later.html", context, status=status)

    def post(self, request):
        form = LaterForm(request.POST)
        if refused := _refusal(request, form):
            return self.page(form, refused)
        email = form.cleaned_data[EMAIL]
        self.story.save_own(email=email)
        self.story.mail_once("later", email, lambda: exchange.mail_later(self.story))
        return redirect("tell_later_sent", token=self.token)


class CheckView(StoryView):
    """All answers, before they are sent."""

    def get(self, request):
        return self.page(SendForm())

    def page(self, form, status: int = 200) -> HttpResponse:
        fixed = AUTHORITY if self.story.takes_over_id else None
        context = {
            "form": form,
            "answers": [
                (one, "" if one.screen is fixed else f"{self.url('tell', one.number)}?{_BACK}")
                for one in answered(self.story)
            ],
            "takes_over": self.story.takes_over,
            "note": self.story.authority.is_retired,
            "by_mail": self.by_mail,
            "interviewed_on": self.story.interviewed_on,
            "usual_days": delays.usual_days(),
            "later_url": self.url("tell_later"),
        }
        return render(self.request, "contributions/check.html", context, status=status)

    def post(self, request):
        form = SendForm(request.POST)
        for screen, is_there in ((TITLE, self.story.title), (CONTACT, self.story.email)):
            if not is_there:
                form.add_error(
                    None,
                    f"Il manque une réponse à « {screen.question} » (question {number_of(screen)}).",
                )
        if refused := _refusal(request, form, self.story.email):
            return self.page(form, refused)
        if self.by_mail:
            # This address was read in the author's mailbox.
            self.story.confirm()
            return redirect("told", token=self.token)
        if self.story.interviewed_on:
            self.story.mail_once(
                "interview", self.story.email, lambda: exchange.mail_interview(self.story)
            )
            return redirect("tell_sent", token=self.token)
        self.story.mail_once("confirm", self.story.email, self.story.ask_to_confirm)
        return redirect("tell_sent", token=self.token)


class SentView(StoryView):
    def get(self, request):
        state = "asked" if self.story.interviewed_on else "sent"
        return self.message(state, usual_days=delays.usual_days())


class ToldView(StoryView):
    """`/raconter/<token>/`: goes on with an unfinished story, or says what became of it."""

    def get(self, request):
        number = first_open(self.story)
        # What was said by telephone is read again as a whole.
        if number is None or (self.by_mail and self.story.interviewed_on):
            return redirect("tell_check", token=self.token)
        return redirect("tell", token=self.token, number=number)

    post = get

    def confirmed(self, request) -> HttpResponse:
        if not self.by_mail:
            return super().confirmed(request)
        form = AnswerForm(request.POST if "reponse" in request.POST else None)
        if request.method != "POST":
            return self.author(form)
        if not origin.is_own(request):
            form.add_error(None, FOREIGN)
            return self.author(form, 403)
        if "valider" in request.POST:
            return self.validate()
        if "retirer" in request.POST:
            if exchange.withdraw(self.story):
                return self.message("withdrawn")
        elif "reponse" in request.POST:
            if not form.is_valid():
                return self.author(form, 422)
            if not exchange.answer(self.story, form.cleaned_data["reponse"]):
                return self.author(form, 409)
        return redirect("told", token=self.token)

    def validate(self) -> HttpResponse:
        try:
            exchange.validate(self.story)
        except (PublicationRefused, CannotChange):
            return self.author(AnswerForm(), 409, is_held=True)
        return redirect("told", token=self.token)

    def author(self, form, status: int = 200, *, is_held: bool = False) -> HttpResponse:
        state = self.story.current_state()
        events = list(self.story.events.order_by("pk"))
        sheet = self.story.takes_over or self.story.sheet
        context = {
            "story": self.story,
            "state": state,
            "words": states.WORDS[state],
            "events": events,
            "last": events[-1],
            "form": form,
            "sheet": sheet if sheet and sheet.live else None,
            "may_validate": bool(self.story.takes_over_id)
            and states.may_follow(state, states.Kind.VALIDATED),
            "is_held": is_held,
            "suggestions": [
                (one.label, suggestion_states.WORDS[one.state], one.last_event.text)
                for one in Suggestion.objects.filter(exchange=self.story.exchange).prefetch_related(
                    "events"
                )
            ]
            if self.story.takes_over_id
            else [],
            "is_over": state in states.OVER,
            "usual_days": delays.usual_days(),
            "kinds": states.Kind,
        }
        return render(self.request, "contributions/author.html", context, status=status)


def _refusal(request: HttpRequest, form, email: str = "") -> int | None:
    """Why a form that writes a mail is not followed: its status, with the words added to the form."""
    if not origin.is_own(request):
        form.add_error(None, FOREIGN)
        return 403
    if not form.is_valid():
        return 422
    if not SAVES.hit(network_address(request)):
        form.add_error(None, TOO_MANY)
        return 429
    if not MAILS_TO_ONE.hit(mailbox(email or form.cleaned_data[EMAIL])):
        form.add_error(EMAIL if EMAIL in form.fields else None, TOO_MANY_MAILS)
        return 422
    return None
