"""The pages of what visitors send about an event, and those behind the links of its e-mails."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from core.mailboxes import mailbox
from core.templatetags.typography import full_date
from core.visibility import visible
from core.visitor_requests import links
from core.visitor_requests import views as visitor_requests
from core.visitor_requests.links import ConfirmationView
from core.visitor_requests.views import VisitorFormView

from . import interests, proposals
from .models import EventPage, Interest, Proposal
from .retention import UNCONFIRMED
from .visitor_forms import InterestForm, ProposalForm

TOO_MANY_MAILS = (
    "Cette adresse a déjà reçu beaucoup de courriels aujourd’hui. Ouvrez ceux que vous avez reçus, ou "
    "réessayez demain."
)


def visible_event(slug: str) -> EventPage:
    return get_object_or_404(visible(EventPage.objects), slug=slug)


def _moment(at) -> str:
    """« le mardi 24 novembre 2026 à 16 h 12 », where the site is."""
    local = timezone.localtime(at)
    return f"le {full_date(local.date())} à {local:%H h %M}"


def _typed(*details: tuple[str, str]) -> list[tuple[str, str]]:
    return [(label, text) for label, text in details if text]


class EventFormView(VisitorFormView):
    """A form about the event of the address. `sent` is the name of the page that follows."""

    sent = ""

    def dispatch(self, request, *args, slug, **kwargs):
        self.event = visible_event(slug)
        return super().dispatch(request, *args, slug=slug, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            event=self.event, event_url=self.event.relative_url(None), **kwargs
        )

    def accept(self, form) -> str:
        if not visitor_requests.MAILS_TO_ONE.hit(mailbox(form.cleaned_data["courriel"])):
            form.add_error("courriel", TOO_MANY_MAILS)
            return ""
        self.write(form)
        return reverse(self.sent, kwargs=self.kwargs)

    def write(self, form) -> None:
        raise NotImplementedError


def _closed(request, event: EventPage, *, title: str, text: str):
    words = {
        "title": title,
        "text": text,
        "more": "",
        "link_url": event.relative_url(None),
        "link_label": "Voir l’événement",
    }
    return render(request, "visitor_requests/sent.html", {"words": words}, status=410)


class ProposeView(EventFormView):
    form_class = ProposalForm
    template_name = "events/propose.html"
    sent = "propose_project_sent"

    def dispatch(self, request, *args, slug, **kwargs):
        event = visible_event(slug)
        self.call = proposals.open_call(event)
        if self.call is None:
            return _closed(
                request,
                event,
                title="Aucun appel à projets n’est ouvert ici",
                text=f"« {event.title} » ne reçoit pas ou ne reçoit plus de propositions. La page de "
                "l’événement dit ce qui y sera présenté.",
            )
        return super().dispatch(request, *args, slug=slug, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(call=self.call, **kwargs)

    def write(self, form) -> None:
        proposals.propose(call=self.call, submission_key=form.submission_key, **form.proposal())


class InterestView(EventFormView):
    form_class = InterestForm
    template_name = "events/interest.html"
    sent = "project_interest_sent"

    def dispatch(self, request, *args, slug, number, **kwargs):
        event = visible_event(slug)
        self.sheet = interests.shown_sheet(event, number)
        if self.sheet is None:
            raise Http404
        if not interests.may_declare(event):
            return _closed(
                request,
                event,
                title="Les coordonnées ne sont plus recueillies ici",
                text=f"« {event.title} » est terminé depuis longtemps, ou annulé. La fiche du projet dit à "
                "qui s’adresser.",
            )
        return super().dispatch(request, *args, slug=slug, number=number, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            sheet=self.sheet, sheet_url=self.sheet.relative_url(None), **kwargs
        )

    def write(self, form) -> None:
        data = form.cleaned_data
        interests.declare(
            event=self.event,
            sheet=self.sheet,
            email=data["courriel"],
            authority=data["authority"],
            message=data["message"],
        )


class SentView(TemplateView):
    """What happens next. The same for everybody: it knows nothing of who sent what."""

    template_name = "visitor_requests/sent.html"
    title = ""
    text = ""

    def get_context_data(self, slug, **kwargs):
        event = visible_event(slug)
        words = {
            "title": self.title,
            "text": self.text,
            "more": "Ce courriel arrive en général dans la minute ; s’il tarde, regardez parmi les courriers "
            f"indésirables. Sans confirmation sous {UNCONFIRMED.days} jours, tout est effacé.",
            "link_url": event.relative_url(None),
            "link_label": f"Revenir à « {event.title} »",
        }
        return super().get_context_data(words=words, **kwargs)


class ProposalSentView(SentView):
    title = "Il reste à confirmer votre proposition"
    text = (
        "Un courriel part vers l’adresse que vous avez donnée. Ouvrez le lien qu’il contient : votre "
        "proposition sera alors transmise à l’équipe."
    )


class InterestSentView(SentView):
    title = "Il reste à confirmer votre intérêt"
    text = (
        "Un courriel part vers l’adresse que vous avez donnée. Ouvrez le lien qu’il contient : les "
        "porteurs du projet sauront alors que vous souhaitez en parler avec eux."
    )


class _EventLinkView(ConfirmationView):
    max_age = UNCONFIRMED

    def confirmed_at(self, record):
        return record.confirmed_at

    @staticmethod
    def back_to(event: EventPage) -> dict:
        return {"link_url": event.relative_url(None), "link_label": f"Voir « {event.title} »"}


class ConfirmProposalView(_EventLinkView):
    purpose = proposals.CONFIRM

    def find(self, key):
        rows = Proposal.objects.select_related("call__event", "authority")
        return links.sealed(rows, proposals.SAID, key)

    def confirm(self, record):
        return proposals.confirm(record)

    def ask(self, record):
        return {
            "title": "Confirmer votre proposition",
            "text": f"« {record.title} », proposé par {record.authority.name} pour "
            f"« {record.call.event.title} ». L’équipe recevra ce qui suit.",
            "details": _typed(
                ("Le projet en bref", record.summary),
                ("Ce que vous présenteriez", record.message),
                ("Votre nom", record.contact_name),
                ("Votre fonction", record.contact_function),
                ("Votre adresse électronique", record.contact_email),
            ),
            "button": "Confirmer ma proposition",
        }

    def done(self, record):
        return {
            "title": "Merci, votre proposition est confirmée",
            "text": "L’équipe qui organise l’événement la reçoit. Elle vous répondra par courriel, "
            "que le projet soit retenu ou non.",
            **self.back_to(record.call.event),
        }

    def already(self, record):
        if record.is_decided:
            text = "L’équipe y a répondu par courriel."
        else:
            text = (
                "L’équipe l’a reçue et vous répondra par courriel. Il n’y a rien d’autre à faire."
            )
        return {
            "title": "Votre proposition est déjà confirmée",
            "text": f"Elle l’est depuis {_moment(record.confirmed_at)}. {text}",
            **self.back_to(record.call.event),
        }

    def expired(self):
        return {
            "title": "Ce lien a expiré",
            "text": f"Il était valable {self.max_age.days} jours, et la proposition a été effacée. Si "
            "l’appel à projets est encore ouvert, envoyez-la de nouveau.",
        }


class ConfirmInterestView(_EventLinkView):
    purpose = interests.CONFIRM

    def find(self, key):
        rows = Interest.objects.select_related("event", "sheet", "authority")
        return links.sealed(rows, interests.SAID, key)

    def confirm(self, record):
        return interests.confirm(record)

    def ask(self, record):
        return {
            "title": "Confirmer votre intérêt",
            "text": "Votre adresse, le nom de votre collectivité et votre message seront transmis aux "
            f"porteurs de « {record.sheet.title} » et aux organisateurs.",
            "details": _typed(
                ("Votre adresse électronique", record.email),
                ("Votre collectivité", record.authority.name),
                ("Votre message", record.message),
            ),
            "button": "Confirmer et transmettre",
        }

    def done(self, record):
        return {
            "title": "Merci, c’est confirmé",
            "text": "Les porteurs du projet recevront votre adresse avec celles des autres personnes "
            "intéressées. Le courriel reçu garde un lien pour retirer votre accord.",
            **self.back_to(record.event),
        }

    def already(self, record):
        return {
            "title": "C’est déjà confirmé",
            "text": f"Votre intérêt est noté depuis {_moment(record.confirmed_at)}. Il n’y a rien "
            "d’autre à faire.",
            **self.back_to(record.event),
        }

    def expired(self):
        return {
            "title": "Ce lien a expiré",
            "text": f"Il était valable {self.max_age.days} jours, et votre adresse a été effacée. "
            "Retournez sur la page de l’événement pour la donner de nouveau.",
        }


class WithdrawInterestView(_EventLinkView):
    """The other link of that e-mail: takes the agreement back, and the address with it."""

    purpose = interests.WITHDRAW
    max_age = None  # the row decides

    def find(self, key):
        return Interest.objects.select_related("event", "sheet").filter(pk=int(key)).first()

    def confirmed_at(self, record):
        return None

    def confirm(self, record):
        return bool(Interest.objects.filter(pk=record.pk).delete()[0])

    def ask(self, record):
        passed_on = (
            " La liste a déjà été transmise aux porteurs du projet : demandez-leur aussi d’effacer "
            "votre adresse."
            if record.told_at
            else ""
        )
        return {
            "title": "Retirer votre accord",
            "text": f"Votre adresse ne sera plus sur la liste de « {record.sheet.title} » et sera "
            f"effacée ici.{passed_on}",
            "button": "Retirer mon accord",
        }

    def done(self, record):
        return {
            "title": "Votre accord est retiré",
            "text": "Votre adresse est effacée.",
            **self.back_to(record.event),
        }

    def gone(self):
        return {
            "title": "Il n’y a plus rien à retirer",
            "text": "Votre adresse n’est plus ici : elle a été retirée, ou effacée avec le temps.",
        }
