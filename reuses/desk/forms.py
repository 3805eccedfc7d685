"""What editors type of a reuse."""

from django import forms
from wagtail.admin.widgets import AdminPageChooser

from catalogue.choices import Difficulty
from catalogue.models import ProjectPage
from core.numbers import DecimalFormField, IntegerFormField
from core.visitor_requests.fields import AddressField, LineField
from reuses.graph import Graph
from reuses.models import Node, Reuse
from territories.models import Authority
from territories.viewsets import AuthorityChooserWidget


class _Chosen(forms.ModelChoiceField):
    def bound_data(self, data, initial):
        """What a chooser is asked to show: a key, or what it had before."""
        return data if not data or str(data).isdecimal() else initial


def _sheet_field(label: str) -> _Chosen:
    return _Chosen(
        label=label,
        queryset=ProjectPage.objects.all(),
        required=False,
        widget=AdminPageChooser(target_models=[ProjectPage]),
    )


class FactsForm(forms.ModelForm):
    source_url = forms.URLField(
        label="Adresse de la source", max_length=500, required=False, assume_scheme="https"
    )
    difficulties = forms.MultipleChoiceField(
        label="Ce qui a coincé",
        choices=Difficulty.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Reuse
        fields = (
            *("what", "kept", "changed", "dropped", "progress", "stopped_why", "version"),
            *("date", "decided_on", "in_service_on", "cost", "cost_text", "days"),
            *("difficulties", "difficulties_text", "remark", "contact"),
            *("source_title", "source_url"),
        )
        field_classes = {"cost": DecimalFormField, "days": IntegerFormField}
        widgets = {
            name: forms.Textarea(attrs={"rows": 2})
            for name in ("what", "kept", "changed", "dropped", "difficulties_text", "remark")
        }


class NewReuseForm(FactsForm):
    """One that a source tells: both ends, and the source."""

    original_sheet = _sheet_field("Fiche d’origine")
    original_name = LineField(
        label="Ou son porteur, s’il n’a pas de fiche", longest=200, required=False
    )
    reuser_sheet = _sheet_field("Fiche de qui l’a repris")
    reuser_name = LineField(label="Ou son nom, s’il n’a pas de fiche", longest=200, required=False)
    reuser_authority = _Chosen(
        label="Sa collectivité, dans le registre",
        queryset=Authority.objects.all(),
        required=False,
        widget=AuthorityChooserWidget,
    )
    field_order = (
        *("original_sheet", "original_name", "reuser_sheet", "reuser_name", "reuser_authority"),
        *("source_title", "source_url"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["source_title"].required = True
        self.fields["source_title"].error_messages["required"] = (
            "Dites quelle source le dit : sans elle, la collectivité le déclare elle-même, sur la fiche."
        )

    def clean(self):
        cleaned = super().clean()
        for end, words in (("original", "d’où cela vient"), ("reuser", "qui l’a repris")):
            if cleaned.get(f"{end}_authority") and not cleaned.get(f"{end}_name"):
                cleaned[f"{end}_name"] = cleaned[f"{end}_authority"].label
            if not (cleaned.get(f"{end}_sheet") or cleaned.get(f"{end}_name")):
                self.add_error(f"{end}_name", f"Dites {words} : une fiche, ou un nom.")
        if not self.errors:
            self._place(cleaned)
        return cleaned

    def _place(self, cleaned: dict) -> None:
        """Sets the two ends as nodes, not saved yet where they are new."""
        self.instance.original = _node(cleaned["original_sheet"], cleaned["original_name"], None)
        self.instance.reuser = _node(
            cleaned["reuser_sheet"],
            cleaned["reuser_name"],
            cleaned["reuser_authority"],
            is_new=not cleaned["reuser_sheet"],
        )
        original, reuser = self.instance.original.pk, self.instance.reuser.pk
        if cleaned["original_sheet"] and cleaned["original_sheet"] == cleaned["reuser_sheet"]:
            self.add_error("reuser_sheet", "Une fiche ne peut pas se reprendre elle-même.")
        elif original and reuser:
            if Reuse.objects.filter(original=original, reuser=reuser).exists():
                self.add_error("reuser_sheet", "Cette reprise est déjà dans la liste.")
            graph = Graph.of(Reuse.objects.standing().values_list("original_id", "reuser_id"))
            if graph.closes_a_circle(original, reuser):
                self.add_error(
                    "reuser_sheet",
                    "Elle est déjà à l’origine de ce projet : l’inverse fermerait un cercle.",
                )

    def save(self, commit=True):
        for node in (self.instance.original, self.instance.reuser):
            node.save()
        self.instance.original = self.instance.original
        self.instance.reuser = self.instance.reuser
        return super().save(commit)


def _node(sheet, name: str, authority, *, is_new: bool = False) -> Node:
    if sheet:
        return Node.objects.filter(sheet=sheet).first() or Node(sheet=sheet)
    # An outside root is the same for all that come from it.
    found = None if is_new else Node.objects.filter(sheet=None, name=name, taken_from=None).first()
    return found or Node(name=name, authority=authority)


class SourceForm(forms.Form):
    title = LineField(
        label="La source",
        longest=255,
        error_messages={"required": "Dites quelle source le dit."},
        help_text="Délibération, article, page de la collectivité.",
    )
    url = forms.URLField(label="Son adresse", max_length=500, required=False, assume_scheme="https")


class ReasonForm(forms.Form):
    reason = LineField(
        label="Raison",
        longest=300,
        error_messages={"required": "Dites pourquoi : qui l’a déclarée le lira."},
        help_text="Lue par qui l’a déclarée.",
    )


class StoppedForm(forms.Form):
    reason = LineField(
        label="Pourquoi elle s’est arrêtée",
        longest=300,
        error_messages={"required": "Dites pourquoi : c’est ce qui sert aux suivants."},
        help_text="Sur la fiche, pour tous.",
    )


class AddressForm(forms.Form):
    address = AddressField(
        label="Adresse de qui peut confirmer",
        error_messages={"required": "Écrivez l’adresse à qui demander."},
        help_text="Elle reçoit la question et un lien ; elle ne sera montrée à personne.",
    )


class SheetForm(forms.Form):
    sheet = _sheet_field("Relier à cette fiche")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sheet"].required = True
        self.fields["sheet"].error_messages["required"] = "Choisissez la fiche."
