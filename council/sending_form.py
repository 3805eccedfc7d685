"""« Envoyer à un contact »: of a sheet, or of what is retained."""

import re

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from catalogue.models import ProjectPage
from core import identity
from core.mailboxes import mailbox
from core.retained import joined
from core.visibility import visible
from core.visitor_requests.fields import AddressField, TextField
from core.visitor_requests.forms import EMAIL, VisitorForm
from core.visitor_requests.views import RequestFormView

from .asked import asked
from .models import Sending
from .models.sendings import LONGEST_MESSAGE, MOST_CONTACTS

_BETWEEN = re.compile(r"[\s,;]+")
# What a mail program would make a link of: letters on both sides of a dot.
_LINK = re.compile(r"@|://|\w\.[^\W\d_]{2,}", re.IGNORECASE)
_LONGEST_LIST = 2_000  # characters
_SHOWN = 80  # of what is no address


class ContactsField(TextField):
    """Addresses, each of its own mailbox once; what cannot be written to is said by its own words."""

    def clean(self, value) -> list[str]:
        found: dict[str, str] = {}
        problems = []
        for word in filter(None, _BETWEEN.split(super().clean(value))):
            try:
                address = AddressField().clean(word)
            except ValidationError as error:
                problems.append(f"« {word[:_SHOWN]} » : {' '.join(error.messages)}")
            else:
                found.setdefault(mailbox(address), address)
        if len(found) > MOST_CONTACTS:
            problems.append(
                f"Cinq adresses au plus, en plus de la vôtre : vous en avez donné {len(found)}."
            )
        if problems:
            raise ValidationError(problems[:MOST_CONTACTS])
        return list(found.values())


def without_links(text: str) -> None:
    if _LINK.search(text):
        raise ValidationError(
            "Un message sans lien ni adresse : vos contacts reçoivent ceux des fiches, et la vôtre. Après un point, "
            "laissez une espace."
        )


class SendingForm(VisitorForm):
    model = Sending

    contacts = ContactsField(
        label="Adresses de vos contacts",
        help_text="Cinq au plus, séparées par des virgules ou des retours à la ligne. Rien ici : "
        "les fiches ne vont qu’à vous.",
        longest=_LONGEST_LIST,
        rows=3,
        required=False,
    )
    message = TextField(
        label="Quelques mots",
        help_text="Vos contacts les lisent comme les vôtres, sous votre adresse.",
        longest=LONGEST_MESSAGE,
        rows=4,
        required=False,
        validators=[without_links],
    )
    courriel = AddressField(
        label="Votre adresse électronique",
        help_text="Pour confirmer l’envoi et recevoir votre copie. Vos contacts la voient.",
    )

    def record_fields(self) -> dict:
        own = self.cleaned_data[EMAIL]
        others = [one for one in self.cleaned_data["contacts"] if mailbox(one) != mailbox(own)]
        return {
            "email": own,
            "contacts": "\n".join(others),
            "message": self.cleaned_data["message"],
        }


class SelectionPage:
    """What the pages of a request say of what they are about."""

    def __init__(self, title: str, url: str, numbers: tuple[int, ...], territory: str = ""):
        self.title = title
        self.get_url = url
        self.numbers = numbers
        self.territory = territory


class SendSheetView(RequestFormView):
    form_class = SendingForm
    purpose = identity.SENDINGS

    def get_about(self) -> SelectionPage:
        sheet = visible(ProjectPage.objects).filter(number=self.kwargs["number"]).first()
        if sheet is None:
            raise Http404
        return SelectionPage(sheet.title, sheet.relative_url(None), (sheet.number,))

    def fields(self, form) -> dict:
        return {
            "numbers": joined(self.about.numbers),
            "territory": self.about.territory,
            **form.record_fields(),
        }


class SendSelectionView(SendSheetView):
    def get_about(self) -> SelectionPage:
        shown = asked(self.request.GET)
        numbers = tuple(sheet.number for sheet in shown.sheets)
        count = f"{len(numbers)} fiches retenues" if len(numbers) > 1 else "Une fiche retenue"
        return SelectionPage(count, shown.url("selection"), numbers, shown.territory)

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.request = request
        if not self.get_about().numbers:
            return HttpResponseRedirect(reverse("selection"))
        return super().dispatch(request, *args, **kwargs)
