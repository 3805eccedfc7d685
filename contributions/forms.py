"""The forms of the screens, and those that begin and send a story."""

from django import forms

from catalogue import choices, pasted
from catalogue.fields import FIELDS, WILLING_TO
from catalogue.models import ProjectCost, ProjectDifficulty, ProjectMeans
from catalogue.pasted_forms import TickedFormMixin
from catalogue.visitor_fields import form_field
from core.form_errors import SaysErrors
from core.numbers import DecimalFormField
from core.visitor_requests.fields import AddressField, LineField, TextField
from core.visitor_requests.forms import EMAIL, VisitorForm
from core.words import partial_date
from territories.visitor_fields import AuthorityFormMixin, authority_field

from .models import Contribution

_ANSWER = "Écrivez quelques mots, ou touchez « Je ne sais pas »."


class StartForm(AuthorityFormMixin, VisitorForm):
    """The first screen: of which authority. It makes the story, so it is guarded as what writes a mail is."""

    model = Contribution

    collectivite = authority_field("De quelle collectivité ou de quel organisme ?")


class SendForm(VisitorForm):
    """« Envoyer », below all answers."""

    model = Contribution


class LaterForm(VisitorForm):
    model = Contribution

    courriel = AddressField(
        label="Votre adresse électronique",
        help_text="Jamais publiée. Elle reçoit le lien pour reprendre, rien d’autre.",
    )


class ScreenForm(SaysErrors, forms.Form):
    """A screen: what was answered goes into `Contribution.answers` as answers() says it."""

    error_css_class = "field--error"
    use_required_attribute = False

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **{"label_suffix": "", **kwargs})

    def asked_fields(self):
        return [self[name] for name in self.fields]

    def answers(self) -> dict:
        """Text, numbers as text, true: what JSON holds, without what is empty."""
        return {
            name: value if isinstance(value, bool) else str(value)
            for name, value in self.cleaned_data.items()
            if value not in ("", None, False)
        }

    @classmethod
    def initial_of(cls, answers: dict) -> dict:
        return answers


class TitleForm(ScreenForm):
    title = form_field("title", missing="Écrivez en une phrase ce qui a été fait.")


class NeedForm(ScreenForm):
    context = form_field("context", missing=_ANSWER)


class DoneForm(ScreenForm):
    actions = form_field("actions", missing=_ANSWER)


class StatusForm(ScreenForm):
    status = form_field("status", missing="Choisissez où en est le projet.")
    start = form_field("start", label="Depuis quand ?", required=False)

    @classmethod
    def initial_of(cls, answers: dict) -> dict:
        return answers | {"start": partial_date(answers.get("start", ""))}


class _Amount(DecimalFormField):
    default_error_messages = {
        "min_value": "Un montant n’est pas négatif.",
        "max_digits": "Ce nombre est trop grand. Vérifiez les zéros.",
        "max_whole_digits": "Ce nombre est trop grand. Vérifiez les zéros.",
        "max_decimal_places": "Deux chiffres après la virgule, au plus.",
    }

    def __init__(self, row, name: str, **kwargs):
        column = row._meta.get_field(name)
        super().__init__(
            min_value=0,
            max_digits=column.max_digits,
            decimal_places=column.decimal_places,
            required=False,
            **kwargs,
        )


class _Some(ScreenForm):
    """Of its fields one is enough."""

    nothing = ""

    @classmethod
    def initial_of(cls, answers: dict) -> dict:
        amounts = {
            name: value.replace(".", ",")
            for name, value in answers.items()
            if isinstance(cls.base_fields.get(name), _Amount)
        }
        return answers | amounts

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        for field in self.fields.values():
            field.sometimes_required = True

    def clean(self):
        cleaned = super().clean()
        if not self.errors and all(cleaned.get(name) in ("", None) for name in self.fields):
            raise forms.ValidationError(self.nothing)
        return cleaned


class CostForm(_Some):
    nothing = "Donnez un montant, une fourchette, ou touchez « Je ne sais pas »."

    investment = _Amount(
        ProjectCost, "amount", label="Pour le faire (€)", help_text="Une fois, à peu près."
    )
    running = _Amount(
        ProjectCost, "amount", label="Puis chaque année (€)", help_text="0 s’il n’y a rien à payer."
    )
    costs_text = form_field("costs_text", label="Ou avec vos mots", required=False)

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["costs_text"].help_text = "Une fourchette, ce qui est compris, qui a payé."
        self.fields["costs_text"].widget.attrs["rows"] = 3


class MeansForm(_Some):
    nothing = "Donnez un nombre de jours, quelques mots, ou touchez « Je ne sais pas »."

    days = _Amount(
        ProjectMeans, "quantity", label="Jours de travail", help_text="Tous ensemble, à peu près."
    )
    means_text = form_field("means_text", label="Qui, et avec quelles compétences", required=False)


class DifficultiesForm(ScreenForm):
    """Nine kinds to tick, a sentence for each."""

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        longest = ProjectDifficulty._meta.get_field("text").max_length
        for kind, label in choices.Difficulty.choices:
            self.fields[kind] = forms.BooleanField(label=label, required=False)
            self.fields[f"{kind}_mots"] = LineField(
                label=f"{label} : ce qui s’est passé, en une phrase",
                longest=longest,
                required=False,
                # The style sheet hides an empty one whose kind is not ticked: it knows by this.
                widget=forms.TextInput(attrs={"placeholder": " "}),
            )

    def pairs(self) -> list[tuple]:
        return [(self[kind], self[f"{kind}_mots"]) for kind in choices.Difficulty.values]

    def clean(self):
        cleaned = super().clean()
        found = False
        for kind in choices.Difficulty.values:
            words = f"{kind}_mots"
            found = found or bool(cleaned.get(kind) or cleaned.get(words)) or words in self.errors
            if cleaned.get(kind) and not cleaned.get(words) and words not in self.errors:
                self.add_error(
                    words, "Dites en une phrase ce qui s’est passé, ou décochez cette difficulté."
                )
        if not found:
            raise forms.ValidationError(
                "Cochez ce qui a coincé, ou touchez l’une des deux autres réponses."
            )
        return cleaned

    def answers(self) -> dict:
        words = ((kind, self.cleaned_data[f"{kind}_mots"]) for kind in choices.Difficulty.values)
        return {kind: text for kind, text in words if text}

    @classmethod
    def initial_of(cls, answers: dict) -> dict:
        return {f"{kind}_mots": text for kind, text in answers.items()} | dict.fromkeys(
            answers, True
        )


class ResultsForm(ScreenForm):
    results_text = form_field("results_text", missing=_ANSWER)


class RedoForm(ScreenForm):
    reproducibility = form_field("reproducibility", missing=_ANSWER)


class AgainForm(ScreenForm):
    again = form_field("again", missing=_ANSWER)


class ContactForm(ScreenForm):
    """The address stands in the story's own column, apart from what is said."""

    contact_function = form_field(
        "contact_function", label="Votre fonction", missing="Écrivez votre fonction."
    )
    courriel = AddressField(
        label="Votre adresse électronique",
        help_text="Jamais publiée. Un courriel vous demandera de confirmer.",
    )

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        for field in WILLING_TO:
            self.fields[field.name] = form_field(field.name)
            self.fields[field.name].help_text = ""

    def asked_fields(self):
        return [self["contact_function"], self[EMAIL]]

    def willing(self):
        return [self[field.name] for field in WILLING_TO]

    @property
    def willing_title(self) -> str:
        return FIELDS["answers_questions"].title

    def answers(self) -> dict:
        return {name: value for name, value in super().answers().items() if name != EMAIL}


class TextForm(ScreenForm):
    """A text that is there already."""

    text = TextField(
        label="Le texte",
        longest=pasted.LONGEST,
        rows=12,
        help_text="Une délibération, un article, un courriel. La rédaction le verra ; il n’est pas publié.",
        error_messages={"required": "Collez le texte, ou revenez aux questions."},
    )


class SuggestionsForm(TickedFormMixin, ScreenForm):
    """What a text suggests, to be ticked."""

    def __init__(self, data=None, *, found, **kwargs):
        super().__init__(data, **kwargs)
        self.offer(found)


class AnswerForm(SaysErrors, forms.Form):
    """The author's answer to a question of the editors."""

    use_required_attribute = False

    reponse = TextField(
        label="Votre réponse",
        longest=5000,
        error_messages={"required": "Écrivez votre réponse."},
    )

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **{"label_suffix": "", **kwargs})

    def asked_fields(self):
        return [self["reponse"]]
