"""The short forms of the desk."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator
from django.forms import formset_factory
from django.utils.html import format_html
from wagtail.admin.rich_text.editors.draftail import DraftailRichTextArea
from wagtail.documents.fields import WagtailDocumentField

from core import rich_text
from core.dates import PartialDateFormField
from events.choices import DocumentKind, Format, Kind
from events.models import TourPage
from events.ownership import own_networks, own_pages
from network.models import Organisation
from taxonomy.models import Theme
from territories.lookup import resolve
from territories.models import Authority
from territories.names import fold
from territories.types import AuthorityType

MAX_STAGES = 30
ROWS = 10  # of a new tour
MORE = 5  # a click adds
_TIME = {"widget": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), "required": False}


class CommuneField(forms.CharField):
    """A commune typed as one likes; several answers are named in the error."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", "Commune")
        kwargs.setdefault("help_text", "Nom, code postal ou code INSEE.")
        super().__init__(max_length=120, **kwargs)

    def prepare_value(self, value):
        return f"{value.label} ({value.code})" if isinstance(value, Authority) else value

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        head, _, code = text.rpartition("(")
        if head and code.endswith(")"):
            known = Authority.objects.filter(code=code[:-1].strip()).first()
            if known:
                return known
        found = resolve(text)
        if isinstance(found, Authority):
            return found
        communes = [one for one in found if one.type == AuthorityType.COMMUNE]
        if len(communes) == 1 and fold(communes[0].name) == fold(text):
            return communes[0]
        if not found:
            raise ValidationError(f"« {text} » : aucune commune de ce nom ou code.")
        names = " ; ".join(f"{one.label} ({one.code})" for one in (communes or found)[:5])
        raise ValidationError(f"« {text} » : plusieurs réponses. Précisez : {names}.")


class DayField(PartialDateFormField):
    def __init__(self, **kwargs):
        super().__init__(
            max_length=30,
            widget=forms.TextInput(attrs={"placeholder": "19/03/2027 ou mars 2027"}),
            **kwargs,
        )


class _OwnForm(forms.Form):
    """by: who fills it in. Their networks alone are offered, and the tours of these."""

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organiser"].queryset = own_networks(by)
        if "tour" in self.fields:
            self.fields["tour"].queryset = own_pages(TourPage.objects.order_by("title"), by)


class DateForm(_OwnForm):
    """All that a date needs: the rest can wait for the full form."""

    # Seldom needed: folded, unless one of them is wrong.
    FOLDED = ("end", "format", "theme", "tour", "registration_url")

    title = forms.CharField(
        label="Titre", max_length=200, widget=forms.TextInput(attrs={"autofocus": True})
    )
    kind = forms.ChoiceField(label="Nature", choices=Kind.choices)
    organiser = forms.ModelChoiceField(
        label="Réseau", queryset=Organisation.objects.offered(), required=False
    )
    start = DayField(label="Jour")
    end = DayField(label="Dernier jour", required=False, help_text="Vide : le même jour.")
    start_time = forms.TimeField(label="De", **_TIME)
    end_time = forms.TimeField(label="À", **_TIME)
    format = forms.ChoiceField(
        label="Format", choices=[("", "Non connu"), *Format.choices], required=False
    )
    commune = CommuneField(required=False)
    venue = forms.CharField(label="Lieu", max_length=200, required=False)
    theme = forms.ModelChoiceField(
        label="Thème", queryset=Theme.objects.offered().in_order(), required=False
    )
    tour = forms.ModelChoiceField(
        label="Tournée", queryset=TourPage.objects.order_by("title"), required=False
    )
    registration_url = forms.URLField(
        label="Page d’inscription", max_length=500, required=False, assume_scheme="https"
    )

    def main(self) -> list:
        return [field for field in self.visible_fields() if field.name not in self.FOLDED]

    def folded(self) -> list:
        return [field for field in self.visible_fields() if field.name in self.FOLDED]

    def is_open(self) -> bool:
        return any(field.errors or field.value() for field in self.folded())


class TourForm(_OwnForm):
    title = forms.CharField(label="Nom de la tournée", max_length=200)
    series = forms.CharField(
        label="Série",
        max_length=120,
        required=False,
        help_text="Le nom commun à toutes les éditions.",
    )
    edition = forms.CharField(label="Édition", max_length=40, required=False)
    summary = forms.CharField(
        label="En bref", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    organiser = forms.ModelChoiceField(
        label="Réseau", queryset=Organisation.objects.offered(), required=False
    )
    theme = forms.ModelChoiceField(
        label="Thème", queryset=Theme.objects.offered().in_order(), required=False
    )


class StageForm(forms.Form):
    """A row. Hours and format alone make none: an earlier tour fills them in."""

    commune = CommuneField(help_text="", required=False)
    start = DayField(label="Jour", required=False)
    start_time = forms.TimeField(label="De", **_TIME)
    end_time = forms.TimeField(label="À", **_TIME)
    venue = forms.CharField(label="Lieu", max_length=200, required=False)
    format = forms.ChoiceField(
        label="Format", choices=[("", "Non connu"), *Format.choices], required=False
    )

    def clean(self):
        fields = super().clean()
        named = fields.get("commune") or "commune" in self.errors
        if not named and (fields.get("start") or fields.get("venue")):
            self.add_error("commune", "Donnez la commune de cette étape.")
        start, end = fields.get("start_time"), fields.get("end_time")
        if start and end and end <= start:
            self.add_error("end_time", "L’heure de fin vient avant l’heure de début.")
        return fields


def stage_formset(extra: int = 0):
    return formset_factory(
        StageForm, extra=extra, max_num=MAX_STAGES, validate_max=True, absolute_max=MAX_STAGES + 10
    )


class CopyForm(forms.Form):
    commune = CommuneField(required=False)
    start = DayField(label="Nouveau jour", required=False)


class _Unreadable(str):
    """What was sent in place of the editor's own format, as a paragraph."""


class _ReportArea(DraftailRichTextArea):
    def value_from_datadict(self, data, files, name):
        if not data.get(name):
            return ""
        try:
            return super().value_from_datadict(data, files, name)
        except Exception:  # noqa: BLE001 - whatever the exporter trips over: a browser without its script, a robot
            return _Unreadable(format_html("<p>{}</p>", data[name]))


class _ReportField(forms.CharField):
    def clean(self, value):
        if isinstance(value, _Unreadable):
            raise ValidationError(
                "Ce texte n’est pas venu de l’éditeur. Relisez-le ci-dessous, puis publiez de nouveau."
            )
        return super().clean(value)


class ReportForm(forms.Form):
    report = _ReportField(label="Compte rendu", required=False)
    replay_url = forms.URLField(
        label="Rediffusion", max_length=500, required=False, assume_scheme="https"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["report"].widget = _ReportArea(features=rich_text.SECTION)


class UploadForm(forms.Form):
    file = WagtailDocumentField(
        label="Fichier",
        required=False,
        validators=[
            FileExtensionValidator(
                settings.WAGTAILDOCS_EXTENSIONS,
                "Un fichier « %(extension)s » ne se publie pas ici. Sont acceptés\u202f: "
                "%(allowed_extensions)s.",
            )
        ],
    )
    title = forms.CharField(
        label="Titre", max_length=255, required=False, help_text="Vide : le nom du fichier."
    )
    kind = forms.ChoiceField(
        label="Nature", choices=DocumentKind.choices, initial=DocumentKind.SLIDES
    )


UploadFormSet = formset_factory(UploadForm, extra=3, max_num=10, validate_max=True)
