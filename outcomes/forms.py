"""What became of a note: one of four answers, and of which sheets."""

from django import forms

from exchanges.forms import LinkForm

from .models import Answer


class OutcomeForm(LinkForm):
    reponse = forms.ChoiceField(
        label="Devant le conseil, le projet a été",
        choices=Answer.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez une des quatre réponses.",
            "invalid_choice": "Choisissez une des quatre réponses.",
        },
    )

    def ticked(self) -> set[str]:
        """Numbers of sheets, as they were sent."""
        return set(self.data.getlist("fiche")) if self.is_bound else set()
