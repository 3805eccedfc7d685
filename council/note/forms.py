from dataclasses import dataclass

from django import forms

from core.form_errors import SaysErrors
from core.identity import OUTCOMES, is_open
from core.visitor_requests.fields import AddressField, LineField, TextField
from core.visitor_requests.forms import EMAIL

LINE, TEXT = 200, 2_000  # characters


@dataclass(frozen=True, slots=True)
class Typed:
    """What the person who brings it before the council wrote; each may be empty. It is kept nowhere."""

    subject: str = ""
    need: str = ""
    decision: str = ""
    calendar: str = ""
    budget: str = ""
    presenter: str = ""


class NoteForm(SaysErrors, forms.Form):
    error_css_class = "field--error"
    use_required_attribute = False

    objet = LineField(
        label="Objet",
        help_text="Ce dont le conseil délibère : « Une application mobile pour la commune ».",
        longest=LINE,
        required=False,
    )
    besoin = TextField(
        label="Le besoin ici",
        help_text="Ce qui ne va pas aujourd’hui, et pour qui.",
        longest=TEXT,
        required=False,
        rows=4,
    )
    decision = TextField(
        label="La décision demandée",
        help_text="Ce que le conseil vote : une étude, un achat, une convention…",
        longest=TEXT,
        required=False,
        rows=3,
    )
    calendrier = LineField(
        label="Calendrier",
        help_text="Quand cela commence, quand cela sert.",
        longest=LINE,
        required=False,
    )
    budget = LineField(
        label="Budget pressenti",
        help_text="Avec HT ou TTC, et s’il revient chaque année.",
        longest=LINE,
        required=False,
    )
    presente_par = LineField(
        label="Qui présente", help_text="Un nom, une fonction.", longest=LINE, required=False
    )

    courriel = AddressField(
        label="Votre adresse électronique",
        help_text=(
            "Pour une seule question, dans trois mois : adopté, reporté, refusé, abandonné ? Un courriel vous demande "
            "d’abord de confirmer. Elle n’entre pas dans la note, et s’efface avec votre réponse."
        ),
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_open(OUTCOMES):
            del self.fields[EMAIL]

    def of_the_note(self) -> list[forms.BoundField]:
        """What is written into it, and kept nowhere."""
        return [field for field in self if field.name != EMAIL]

    def typed(self) -> Typed:
        data = self.cleaned_data
        return Typed(
            data["objet"],
            data["besoin"],
            data["decision"],
            data["calendrier"],
            data["budget"],
            data["presente_par"],
        )
