"""What is typed about a check: the owner's corrections, a project that stopped, who answers now; a reader's report."""

from django import forms
from django.core.exceptions import ValidationError

from catalogue.choices import Status
from catalogue.visitor_fields import form_field
from core.visitor_requests.fields import AddressField, LineField, TextField
from core.visitor_requests.forms import VisitorForm
from exchanges.forms import HandOverForm, LinkForm, no_link
from suggestions.suggesting import said_by_whom

from . import facts
from .models import OutdatedReport

REPORT, WHY = 500, 500  # characters


class CheckForm(LinkForm):
    """One field for each fact that ages: left empty, it is still true."""

    status = forms.ChoiceField(
        label="Ce qui est vrai aujourd’hui",
        choices=[("", "Toujours vrai"), *Status.choices],
        required=False,
        error_messages={"invalid_choice": "Choisissez l’avancement dans cette liste."},
    )
    fonction = LineField(
        label="Votre fonction ou votre service",
        longest=200,
        required=False,
        help_text="« Direction des systèmes d’information » : dit d’où vient la réponse. Sans nom.",
    )

    def __init__(self, data=None, *, sheet, **kwargs):
        super().__init__(data, **kwargs)
        self.said = facts.aging_facts(sheet)
        for fact in self.said:
            if fact.name not in self.fields:
                self.fields[fact.name] = _correction(fact.name)
            # « Facultatif » beside each would say the contrary of what the page asks.
            self.fields[fact.name].sometimes_required = True
        self.order_fields([fact.name for fact in self.said])

    def clean_fonction(self):
        said_by = self.cleaned_data["fonction"]
        try:
            return said_by_whom(said_by) if said_by else ""
        except ValidationError as error:
            raise ValidationError(error.message_dict["said_by"]) from error

    def add_refused(self, refused: ValidationError) -> None:
        """What the fields of the sheet say of what was typed, at the facts that it was typed for."""
        facts_of = {facts.field_of(fact.name): fact.name for fact in self.said}
        for field, messages in refused.message_dict.items():
            self.add_error(facts_of.get(field), messages)

    def facts(self) -> list[dict]:
        """[{"fact", "field"}], in the order of the sheet."""
        return [{"fact": fact, "field": self[fact.name]} for fact in self.said]

    def corrections(self) -> dict[str, str]:
        """Of a valid form: fact -> what it should say."""
        typed = {fact.name: self.cleaned_data[fact.name] for fact in self.said}
        return {name: text for name, text in typed.items() if text}


def _correction(fact: str) -> forms.Field:
    """With the bounds of the field that it would fill."""
    field = form_field(facts.field_of(fact), label="À corriger ou à compléter", required=False)
    field.help_text = ""
    if isinstance(field.widget, forms.Textarea):
        field.widget.attrs["rows"] = 2
    return field


class StopForm(LinkForm):
    etat = forms.ChoiceField(
        label="Le projet est",
        choices=[
            (one.value, one.label) for one in (Status.FINISHED, Status.SUSPENDED, Status.ABANDONED)
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Dites s’il est terminé, suspendu ou abandonné.",
            "invalid_choice": "Choisissez « terminé », « suspendu » ou « abandonné ».",
        },
    )
    arret = TextField(
        label="Depuis quand, et pourquoi",
        longest=WHY,
        rows=2,
        required=False,
        help_text="Un projet arrêté reste publié : ce qu’il a appris sert aux autres.",
    )


class SuccessorForm(HandOverForm):
    adresse = AddressField(
        label="À qui s’adresser maintenant",
        required=False,
        help_text="L’adresse d’un collègue ou d’un service. Elle reçoit un lien comme le vôtre.",
    )


class ReportForm(VisitorForm):
    model = OutdatedReport

    quoi = forms.ChoiceField(
        label="Qu’est-ce qui n’est plus à jour ?",
        choices=list(facts.REPORTABLE.items()),
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez ce qui n’est plus à jour, ou « Autre chose ».",
            "invalid_choice": "Choisissez dans cette liste, ou « Autre chose ».",
        },
    )
    precision = TextField(
        label="Ce que vous savez",
        longest=REPORT,
        rows=3,
        required=False,
        validators=[no_link],
        help_text="Lu par la rédaction. 500 caractères au plus.",
    )
    courriel = AddressField(
        label="Votre adresse électronique",
        help_text="Pour confirmer, une seule fois. Jamais publiée ni transmise.",
    )

    def record_fields(self) -> dict:
        data = self.cleaned_data
        return {"what": data["quoi"], "text": data["precision"], "email": data["courriel"]}
