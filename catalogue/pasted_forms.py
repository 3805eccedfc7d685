"""Suggestions of a pasted text, to be ticked."""

from django import forms

from .fields import FIELDS
from .pasted import TEXTS, Suggestion

TITLES = {
    "authority": "La collectivité",
    "theme": "Le thème",
    "start": "Le début",
    "cost": "Les montants, tels qu’ils sont écrits",
    "tool": "Les outils",
    "source": "Les sources",
    **{name: FIELDS[name].title for name in TEXTS},
}


class TickedFormMixin(forms.Form):
    """What a text suggests: nothing is ticked by itself."""

    choix = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={
            "invalid_choice": "Cette proposition ne vient pas de votre texte. Cochez celles qui sont ci-dessous."
        },
    )

    def offer(self, found: list[Suggestion]) -> None:
        self.found = found
        self.fields["choix"].choices = [(one.key, one.label) for one in found]

    def groups(self) -> list[tuple[str, list[Suggestion]]]:
        grouped = (
            (title, [one for one in self.found if one.kind == kind])
            for kind, title in TITLES.items()
        )
        return [(title, ones) for title, ones in grouped if ones]

    def ticked(self) -> list[Suggestion]:
        return [one for one in self.found if one.key in self.cleaned_data["choix"]]
