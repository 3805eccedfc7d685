from django import forms

from catalogue.spreadsheet.importing import begin
from core.tables.files import MOST_OCTETS, FileRefused


class SendForm(forms.Form):
    """A file, and what is to become of its sheets. `kept`: the import, once the form is valid."""

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
        label="Ce que deviennent les fiches",
        widget=forms.RadioSelect,
        error_messages={"required": "Dites ce que deviennent les fiches."},
    )

    DRAFT, PUBLISH = "brouillon", "publier"

    def __init__(self, *args, user, may_publish: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        choices = [(self.DRAFT, "Des brouillons, que la rédaction relit")]
        if may_publish:
            choices.append((self.PUBLISH, "Des fiches publiées"))
        self.fields["then"].choices = choices
        self.fields["then"].initial = self.DRAFT

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
                    name=file.name,
                    content=file.read(),
                    user=self.user,
                    publish=cleaned["then"] == self.PUBLISH,
                )
            except FileRefused as refused:
                self.add_error("file", str(refused))
        return cleaned
