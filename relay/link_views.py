"""The pages behind the links of mails: to confirm, of who asked, and of who answers."""

from django.http import HttpResponse

from core.mail.refusals import mailbox_keys, refusal_url
from core.page_cache import content_changed
from core.visitor_requests.link_views import ConfirmationView
from exchanges.link_pages import LinkPage

from . import answering, states
from .forms import YES, AnswerForm
from .models import ASKER, HOLDER, RelayRequest
from .purposes import Address
from .states import By, Kind

_MOVED = "Il s’est passé autre chose entre-temps : voici où cela en est."


def _found(key: str) -> RelayRequest | None:
    rows = RelayRequest.objects.confirmed().select_related(
        "group", "expertise", "offer", "authority"
    )
    return rows.prefetch_related("events").filter(pk=key).first()


class RelayConfirmationView(ConfirmationView):
    """Nothing is confirmed once the record takes no requests any more."""

    model = RelayRequest

    def opened(self, request, *args, **kwargs) -> HttpResponse:
        if not self.is_done(self.record) and not self.record.about.is_open:
            return self.page("closed", self.record, status=410)
        return super().opened(request, *args, **kwargs)


class RelayPage(LinkPage):
    def said(self, message: str = "", problem: str = "", status: int = 200) -> HttpResponse:
        self.record = self.find(self.key) or self.record
        return self.page(message=message, problem=problem, status=status)


class AskerView(RelayPage):
    purpose = ASKER
    template = "relay/asker.html"

    def find(self, key: str) -> RelayRequest | None:
        return _found(key)

    def context(self) -> dict:
        request = self.record
        state = request.state
        words, then = request.words
        return {
            "relayed": request,
            "about": request.about,
            "words": words,
            "then": then,
            "events": list(request.events.all()),
            "is_answered": state in states.ANSWERED,
            "may_withdraw": state in states.OPEN,
            "refusal_url": refusal_url(request.email) if request.email else "",
        }

    def post(self, request, *args, **kwargs) -> HttpResponse:
        if page := self.refused(request):
            return page
        if request.POST.get("action") != "retirer":
            return self.page()
        if self.record.note(Kind.WITHDRAWN, By.ASKER) is None:
            return self.said(problem=_MOVED, status=409)
        content_changed()
        return self.said("C’est retiré : plus personne n’y répondra.")


class HolderView(RelayPage):
    """Its link names the mailbox that it was sent to, and dies when the request goes to another, or when this one said
    that it has nothing to do with it."""

    purpose = HOLDER
    template = "relay/holder.html"
    dead_template = "relay/holder_gone.html"

    def find(self, key: str) -> RelayRequest | None:
        number, _, box = key.partition(".")
        found = _found(number)
        return found if found and found.box == box else None

    @property
    def address(self) -> Address | None:
        for one in self.record.about.addresses():
            if self.record.box in mailbox_keys(one.email):
                return one
        return None

    def context(self) -> dict:
        request = self.record
        state = request.state
        address = self.address
        return {
            "relayed": request,
            "about": request.about,
            "state": state,
            "is_open": state in states.OPEN,
            "is_answered": state in states.ANSWERED,
            "email": request.email_for(By.HOLDER),
            "form": AnswerForm(),
            "refusal_url": refusal_url(address.email) if address else "",
        }

    def post(self, request, *args, **kwargs) -> HttpResponse:
        action = request.POST.get("action", "")
        form = AnswerForm(request.POST if action == "repondre" else None)
        if page := self.refused(request, form=form):
            return page
        if action == "pas-moi":
            why = "Ce n’est pas à cette adresse qu’il faut écrire."
            last = self.record.last_event
            # The editors' two weeks do not begin anew.
            wait = {"due_at": last.due_at} if last.kind == Kind.WITH_EDITORS else {}
            if self.record.note(Kind.WITH_EDITORS, By.HOLDER, text=why, **wait) is None:
                return self.said(problem=_MOVED, status=409)
            message = "Merci : la rédaction cherche à qui s’adresser. Ce lien n’ouvre plus rien."
            return self.page(message=message, is_open=False)
        if action != "repondre":
            return self.page()
        if not form.is_valid():
            return self.page(form=form, status=422)
        data = form.cleaned_data
        done = answering.answer(
            self.record,
            said_yes=data["decision"] == YES,
            text=data["reponse"],
            said_by=data["fonction"],
            by=By.HOLDER,
            holder=self.address,
        )
        if not done:
            self.record = self.find(self.key) or self.record
            return self.page(form=form, problem=_MOVED, keep_form=True, status=409)
        return self.said("Merci : votre réponse est partie.")
