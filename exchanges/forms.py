"""What is typed about a question: the asker's form, the owner's answer, what became of it."""

import re

from django import forms
from django.core.exceptions import ValidationError

from core.form_errors import SaysErrors
from core.visitor_requests.fields import AddressField, LineField, TextField, without_address
from core.visitor_requests.forms import VisitorForm
from territories.visitor_fields import AuthorityFormMixin, authority_field

from . import facts
from .models import Question
from .states import Outcome, Wants

TEXT, ANSWER, REASON = 1_500, 5_000, 500  # characters
_LINK = re.compile(r"https?://|www\.|<a\s", re.IGNORECASE)


def no_link(text: str) -> None:
    """A relay that anybody may use must not carry addresses to click."""
    if _LINK.search(text):
        raise ValidationError(
            "Ce texte ne peut pas contenir d’adresse de site ni de code : dites-le en mots. "
            "Vous pourrez échanger des documents avec la personne qui vous répond.",
            code="link",
        )


class AskForm(AuthorityFormMixin, VisitorForm):
    model = Question

    fait = forms.ChoiceField(
        label="Ce que vous voulez savoir",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez ce que vous voulez savoir, ou « Autre chose ».",
            "invalid_choice": "Choisissez dans cette liste, ou « Autre chose ».",
        },
    )
    question = TextField(
        label="Votre question, en quelques mots",
        longest=TEXT,
        rows=4,
        required=False,
        sometimes_required=True,
        validators=[no_link],
        help_text="Utile pour préciser ; nécessaire pour « Autre chose ». 1 500 caractères au plus.",
    )
    collectivite = authority_field(required=False)
    fonction = LineField(
        label="Votre fonction",
        longest=200,
        required=False,
        validators=[no_link],
        help_text="« Secrétaire de mairie », « élue au numérique » : on répond plus volontiers à qui l’on situe.",
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    courriel = AddressField(
        label="Votre adresse électronique",
        help_text="Pour confirmer, puis pour recevoir la réponse. Jamais publiée ni transmise.",
    )
    souhaite = forms.ChoiceField(
        label="Vous aimeriez",
        choices=Wants.choices,
        widget=forms.RadioSelect,
        initial=Wants.ANSWER,
        error_messages={
            "required": "Dites si vous aimeriez une réponse, un appel ou une visite.",
            "invalid_choice": "Choisissez une réponse, un appel ou une visite.",
        },
    )
    publier = forms.BooleanField(
        label="J’accepte que ma question et la réponse soient publiées sur la fiche, sans mon nom ni mon adresse.",
        required=False,
    )

    def __init__(self, data=None, *, sheet, **kwargs):
        super().__init__(data, **kwargs)
        self.sheet = sheet
        missing = facts.gaps(sheet)
        asked = str((data or self.initial).get("fait", ""))
        if asked in facts.QUESTIONS and asked not in missing:
            missing.append(asked)  # it was answered since the page was opened: ask all the same
        self.fields["fait"].choices = [
            *((name, facts.QUESTIONS[name]) for name in missing),
            (facts.OTHER, "Autre chose"),
        ]
        if not missing:
            self.fields["fait"].initial = facts.OTHER

    def clean(self):
        cleaned = super().clean()
        alone = cleaned.get("fait") == facts.OTHER
        if alone and not cleaned.get("question") and "question" not in self.errors:
            self.add_error("question", "Écrivez votre question : « Autre chose » ne dit pas quoi.")
        return cleaned

    def record_fields(self) -> dict:
        data = self.cleaned_data
        fact = "" if data["fait"] == facts.OTHER else data["fait"]
        return {
            "authority": data["authority"],
            "fact": fact,
            "text": data["question"],
            "group": Question.group_of(fact, data["question"]),
            "function": data["fonction"],
            "email": data["courriel"],
            "wants": data["souhaite"],
            "may_publish": data["publier"],
        }


class LinkForm(SaysErrors, forms.Form):
    """Behind a signed link, which proves who sends it: no token, no trap."""

    error_css_class = "field--error"
    use_required_attribute = False

    def __init__(self, data=None, **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(data, **kwargs)

    def asked_fields(self):
        return list(self)


class AnswerForm(LinkForm):
    reponse = TextField(
        label="Votre réponse",
        longest=ANSWER,
        rows=8,
        error_messages={"required": "Écrivez votre réponse, même en deux phrases."},
        help_text="Une vingtaine de minutes suffisent : c’est un retour d’expérience, pas une prestation. "
        "« Je ne sais pas » est une réponse.",
    )
    fonction = LineField(
        label="Votre fonction ou votre service",
        longest=200,
        required=False,
        validators=[without_address],
        help_text="« Direction des systèmes d’information » : dit d’où vient la réponse. Sans nom.",
    )
    publiable = forms.ChoiceField(
        label="À qui est-elle destinée ?",
        choices=[
            ("non", "Privée : seulement aux personnes qui ont posé la question"),
            ("oui", "Publiable : aussi sur la fiche, si elles en sont d’accord"),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Dites si votre réponse est privée ou publiable.",
            "invalid_choice": "Choisissez « privée » ou « publiable ».",
        },
    )


class HandOverForm(LinkForm):
    adresse = AddressField(
        label="Je transmets à",
        help_text="L’adresse d’un collègue ou d’un service. Elle reçoit la question et un lien comme le vôtre.",
        error_messages={
            "invalid": "Écrivez une adresse de la forme nom@domaine.fr.",
            "required": "Écrivez l’adresse de la personne à qui transmettre.",
        },
    )


class OutcomeForm(LinkForm):
    suite = forms.ChoiceField(
        label="Cela vous a-t-il servi ?",
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez ce qui s’en approche le plus.",
            "invalid_choice": "Choisissez dans cette liste.",
        },
    )
    precision = TextField(
        label="En quelques mots",
        longest=REASON,
        rows=3,
        required=False,
        help_text="Ce que vous gardez, ce que vous changez ; ou pourquoi vous y avez renoncé.",
    )
