"""What is typed about a request: by who asks, by who answers behind a link."""

from django import forms

from core.visitor_requests.fields import AddressField, LineField, TextField
from core.visitor_requests.forms import VisitorForm
from exchanges.forms import ANSWER, TEXT, LinkForm, no_link
from territories.visitor_fields import AuthorityFormMixin, authority_field

from .models import RelayRequest
from .purposes import Purpose

YES, NO = "oui", "non"


class RelayForm(AuthorityFormMixin, VisitorForm):
    model = RelayRequest

    nom = LineField(
        label="Votre nom",
        longest=120,
        validators=[no_link],
        error_messages={"required": "Écrivez votre nom : on répond à quelqu’un."},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    fonction = LineField(
        label="Votre fonction",
        longest=200,
        validators=[no_link],
        error_messages={
            "required": "Écrivez votre fonction : elle dit à quel titre vous demandez."
        },
        help_text="« Secrétaire de mairie », « élue au numérique ».",
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    collectivite = authority_field()
    courriel = AddressField(
        label="Votre adresse électronique",
        help_text="Pour confirmer, puis pour recevoir la réponse. Jamais publiée.",
    )
    pourquoi = TextField(
        label="",
        longest=TEXT,
        rows=5,
        validators=[no_link],
        error_messages={"required": "Dites-le en deux phrases : c’est ce qui fait répondre."},
    )
    transmettre = forms.BooleanField(
        label="Si la réponse est oui, donnez mon adresse électronique à qui l’a dite, pour qu’on puisse m’écrire.",
        required=False,
    )

    def __init__(self, data=None, *, purpose: Purpose, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["pourquoi"].label = purpose.why
        self.fields["pourquoi"].help_text = purpose.help

    def record_fields(self) -> dict:
        data = self.cleaned_data
        return {
            "name": data["nom"],
            "function": data["fonction"],
            "authority": data["authority"],
            "email": data["courriel"],
            "text": data["pourquoi"],
            "shares_address": data["transmettre"],
        }


class AnswerForm(LinkForm):
    decision = forms.ChoiceField(
        label="Votre réponse",
        choices=[(YES, "Oui"), (NO, "Non, ou pas maintenant")],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Dites oui ou non.",
            "invalid_choice": "Choisissez « oui » ou « non ».",
        },
    )
    reponse = TextField(
        label="En quelques mots",
        longest=ANSWER,
        rows=6,
        error_messages={"required": "Écrivez votre réponse, même en deux phrases."},
        help_text="Oui : la suite, une date, un lien. Non : pourquoi, ou à qui s’adresser.",
    )
    fonction = LineField(
        label="Votre fonction ou votre service",
        longest=200,
        required=False,
        help_text="« Animation du réseau » : dit d’où vient la réponse.",
    )
