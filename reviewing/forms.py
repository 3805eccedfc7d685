"""What a reviewer writes to the author of a page."""

from django import forms

MAX_LENGTH = 2000


class _WordsForm(forms.Form):
    comment = forms.CharField(
        label="Votre question",
        max_length=MAX_LENGTH,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"max_length": "%(show_value)s caractères ; %(limit_value)s au plus."},
    )


class QuestionForm(_WordsForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["comment"]
        field.error_messages["required"] = "Écrivez la question que vous posez à l’auteur."
        field.help_text = "Elle part par courriel et se lit en tête de la page. L’auteur répond, puis renvoie la page."


class RefusalForm(_WordsForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["comment"]
        field.label = "La raison du refus"
        field.error_messages["required"] = "Dites pourquoi : l’auteur reçoit cette raison."
        field.help_text = (
            "Elle part par courriel et se lit en tête de la page, qui reste en brouillon."
        )


class ApprovalForm(_WordsForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["comment"].label = "Un mot pour l’auteur"
        self.fields["comment"].required = False
