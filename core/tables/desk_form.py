"""The form that sends a spreadsheet."""

from django import forms

from .contents import Contents
from .files import MOST_OCTETS, FileRefused
from .importing import begin


class SendForm(forms.Form):
    """A file, and what is to become of its pages. `kept`: the import, once the form is valid."""

    file = forms.FileField(
        label="Fichier",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.ods,.csv"}),
        help_text="XLSX, ODS ou CSV, 20 Mo au plus. Rien n’est écrit avant que vous ayez lu l’essai.",
        error_messages={
            "required": "Choisissez un fichier.",
            "empty": "Ce fichier est vide.",
            "max_length": "Le nom de ce fichier est trop long : renommez-le.",
        },
        max_length=200,
    )
    then = forms.ChoiceField(
        widget=forms.RadioSelect,
    )

    DRAFT, PUBLISH = "brouillon", "publier"

    def __init__(self, *args, of: Contents, user, may_publish: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.of, self.user = of, user
        then = self.fields["then"]
        then.label = f"Ce que deviennent les {of.noun}s"
        then.error_messages["required"] = f"Dites ce que deviennent les {of.noun}s."
        choices = [(self.DRAFT, "Des brouillons, que la rédaction relit")]
        if may_publish:
            choices.append((self.PUBLISH, f"Des {of.noun}s publiées"))
        then.choices = choices
        then.initial = self.DRAFT

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_OCTETS:
            raise forms.ValidationError("Ce fichier dépasse 20 Mo : coupez-le en plusieurs.")
        return file

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            file = cleaned["file"]
            try:
                self.kept = begin(
                    self.of,
                    name=file.name,
                    content=file.read(),
                    user=self.user,
                    publish=cleaned["then"] == self.PUBLISH,
                )
            except FileRefused as refused:
                self.add_error("file", str(refused))
        return cleaned
