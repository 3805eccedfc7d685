"""An authority in a form that anybody may send: typed, found in the register, and homonyms asked."""

from django import forms

from core.templatetags.typography import french_text
from core.visitor_requests.fields import LineField

from .lookup import resolve
from .models import Authority
from .typed_names import MAX_LENGTH

FIELD = "collectivite"
CHOICE = "collectivite_choisie"


def authority_field(label: str = "Votre collectivité ou organisme", **kwargs) -> LineField:
    return LineField(
        label=label,
        longest=MAX_LENGTH,
        help_text="Commune, intercommunalité, département, région… : son nom, son code postal ou "
        "son code INSEE.",
        error_messages={"required": "Écrivez le nom de votre collectivité."},
        **{"widget": forms.TextInput(attrs={"autocomplete": "organization"}), **kwargs},
    )


class AuthorityFormMixin:
    """For a VisitorForm with a field `collectivite = authority_field()`.

    cleaned_data["authority"] is the record, None where the field is optional and empty. When several answer what was typed, a group of radio
    buttons appears below the field and asks which.
    """

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        if data is None:
            return
        self._found = resolve(str(data.get(FIELD, "")))
        if isinstance(self._found, list) and self._found:
            # Those that were merged away only matter where nobody else answers.
            self._found = [one for one in self._found if not one.is_retired] or self._found
            self._ask_which(self._found)

    def _ask_which(self, candidates: list[Authority]) -> None:
        typed = self.data[FIELD]
        doubt = (
            f"Plusieurs répondent à « {typed} »"
            if len(candidates) > 1
            else f"« {typed} » répond peut-être à une autre"
        )
        choice = forms.ChoiceField(
            label="Laquelle ?" if len(candidates) > 1 else "Est-ce bien celle-ci ?",
            choices=[
                (one.code, french_text(f"{one.label} · {one.type_label}")) for one in candidates
            ],
            widget=forms.RadioSelect,
            error_messages={
                "required": f"{doubt} : choisissez la vôtre, ou écrivez plutôt son code postal.",
                "invalid_choice": "Choisissez la vôtre dans cette liste.",
            },
        )
        # Right below what was typed.
        fields = {}
        for name, field in self.fields.items():
            fields[name] = field
            if name == FIELD:
                fields[CHOICE] = choice
        self.fields = fields

    def clean(self):
        cleaned = super().clean()
        cleaned["authority"] = None
        if FIELD in self.errors or not cleaned[FIELD]:  # optional, and left empty
            return cleaned
        if isinstance(self._found, Authority):
            cleaned["authority"] = self._found.successor or self._found
        elif self._found:
            codes = {one.code: one for one in self._found}
            cleaned["authority"] = codes.get(cleaned.get(CHOICE))
        else:
            self.add_error(
                FIELD,
                f"Aucune collectivité ne répond à « {cleaned[FIELD]} ». Vérifiez l’orthographe, ou "
                "essayez avec le code postal.",
            )
        return cleaned
