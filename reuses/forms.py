"""What is typed of a reuse: four questions for either side, and the words of the other one."""

import json

from django import forms

from catalogue.choices import Difficulty, ReuseState
from core.dates import PartialDateFormField
from core.numbers import DecimalFormField, IntegerFormField
from core.visitor_requests.fields import AddressField, LineField, TextField
from core.visitor_requests.forms import VisitorForm
from exchanges.forms import LinkForm, no_link
from territories.visitor_fields import CHOICE, FIELD, AuthorityFormMixin, authority_field

from .declaring import Refused, place
from .models import Declaration, Reuse
from .states import By

TEXT, LINE, REASON = 1_000, 200, 300  # characters
_DATE = "Une année, un mois ou un jour : 2024, mars 2024, 19/03/2024."


def _text(label: str, help_text: str = "") -> TextField:
    return TextField(
        label=label, longest=TEXT, rows=2, required=False, validators=[no_link], help_text=help_text
    )


def _line(label: str, help_text: str = "") -> LineField:
    return LineField(
        label=label, longest=LINE, required=False, validators=[no_link], help_text=help_text
    )


def _amount(name: str) -> dict:
    column = Reuse._meta.get_field(name)
    return {"max_digits": column.max_digits, "decimal_places": column.decimal_places}


# Field of the form -> of the reuse.
_FIELDS = {
    "garde": "kept",
    "change": "changed",
    "abandonne": "dropped",
    "avancement": "progress",
    "version": "version",
    "decidee": "decided_on",
    "en_service": "in_service_on",
    "cout": "cost",
    "cout_mots": "cost_text",
    "jours": "days",
    "coince": "difficulties",
    "coince_mots": "difficulties_text",
}


class DeclareForm(AuthorityFormMixin, VisitorForm):
    model = Declaration

    collectivite = authority_field()
    fonction = _line("Votre fonction", "« Directrice des services » : sans nom.")
    avancement = forms.ChoiceField(
        label="Où en est la reprise ?",
        choices=[one for one in ReuseState.choices if one[0] != ReuseState.STOPPED],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Dites où en est la reprise.",
            "invalid_choice": "Choisissez dans cette liste.",
        },
    )
    version = _line(
        "Quelle version ?", "Du logiciel, du document ou de la méthode, si elle en a une."
    )
    decidee = PartialDateFormField(
        label="Décidée en", required=False, max_length=30, help_text=_DATE
    )
    en_service = PartialDateFormField(
        label="En service depuis", required=False, max_length=30, help_text=_DATE
    )
    garde = _text("Ce qui est gardé", "Tel quel : un logiciel, un règlement, une façon de faire.")
    change = _text("Ce qui est changé")
    abandonne = _text("Ce qui est laissé de côté")
    cout = DecimalFormField(label="Coût (€)", required=False, min_value=0, **_amount("cost"))
    cout_mots = _line("Ou avec vos mots", "Une fourchette, ce qui est compris.")
    jours = IntegerFormField(
        label="Jours de travail", required=False, min_value=0, max_value=100_000
    )
    coince = forms.MultipleChoiceField(
        label="Ce qui a coincé",
        choices=Difficulty.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": "Choisissez dans cette liste."},
    )
    coince_mots = _text("En quelques mots")
    courriel = AddressField(
        label="Votre adresse électronique",
        help_text="Pour confirmer, et pour savoir ce que l’autre collectivité répond. Jamais publiée ni transmise.",
    )

    def __init__(self, data=None, *, sheet, side, **kwargs):
        super().__init__(data, **kwargs)
        self.sheet, self.side = sheet, side
        if side == By.OWNER:
            self.fields[FIELD].label = "Quelle collectivité a repris votre projet ?"
            self.fields[FIELD].widget.attrs.pop("autocomplete", None)
        for name in ("cout", "jours"):
            self.fields[name].error_messages |= {
                "min_value": "Ce nombre n’est pas négatif.",
                "max_value": "Ce nombre est trop grand. Vérifiez les zéros.",
                "max_digits": "Ce nombre est trop grand. Vérifiez les zéros.",
                "max_whole_digits": "Ce nombre est trop grand. Vérifiez les zéros.",
                "max_decimal_places": "Deux chiffres après la virgule, au plus.",
            }
            for validator in self.fields[name].validators:
                code = getattr(validator, "code", "")
                if code in self.fields[name].error_messages:
                    validator.message = self.fields[name].error_messages[code]

    def questions(self) -> list[tuple[str, list]]:
        """(the question, its fields), in order."""
        who = "Qui l’a repris ?" if self.side == By.OWNER else "Qui êtes-vous ?"
        questions = (
            (who, (FIELD, CHOICE, "fonction", "courriel")),
            ("Où en est-on ?", ("avancement", "version", "decidee", "en_service")),
            ("Qu’est-ce qui est gardé, changé, laissé ?", ("garde", "change", "abandonne")),
            ("À quel prix ?", ("cout", "cout_mots", "jours", "coince", "coince_mots")),
        )
        return [
            (title, [self[name] for name in names if name in self.fields])
            for title, names in questions
        ]

    def clean(self):
        cleaned = super().clean()
        start, end = cleaned.get("decidee"), cleaned.get("en_service")
        if start and end and end < start[: len(end)]:
            self.add_error(
                "en_service", "Elle ne peut pas servir avant d’être décidée : vérifiez les dates."
            )
        if cleaned.get("authority"):
            try:
                place(self.sheet, cleaned["authority"])
            except Refused as refused:
                self.add_error(FIELD, str(refused))
        return cleaned

    def record_fields(self) -> dict:
        data = self.cleaned_data
        told = {
            column: data[name]
            for name, column in _FIELDS.items()
            if data[name] not in ("", None, [])
        }
        if "cost" in told:
            told["cost"] = str(told["cost"])
        return {
            "authority": data["authority"],
            "side": self.side.value,
            "function": data["fonction"],
            "email": data["courriel"],
            "told": json.dumps(told, ensure_ascii=False, sort_keys=True),
        }


class ContestForm(LinkForm):
    pourquoi = LineField(
        label="Pourquoi ?",
        longest=REASON,
        required=False,
        help_text="Lu par la rédaction et par qui l’a déclarée ; jamais publié.",
    )


class StopForm(LinkForm):
    pourquoi = LineField(
        label="Pourquoi s’est-elle arrêtée ?",
        longest=REASON,
        validators=[no_link],
        error_messages={
            "required": "Dites pourquoi en une phrase : c’est ce qui sert aux suivants."
        },
        help_text="La rédaction le relit avant de le mettre sur la fiche.",
    )
