from django import forms

from core.visitor_requests.fields import TextField

LONGEST = 2000  # characters of what is mailed


class QuestionForm(forms.Form):
    question = TextField(
        label="Votre question",
        longest=LONGEST,
        rows=3,
        help_text="L’auteur la reçoit par courriel et répond sur sa page, sans compte.",
        error_messages={"required": "Écrivez la question."},
    )


class ReasonForm(forms.Form):
    reason = TextField(
        label="La raison, en mots",
        longest=LONGEST,
        rows=3,
        help_text="L’auteur la reçoit telle quelle par courriel.",
        error_messages={"required": "Dites pourquoi : l’auteur reçoit cette raison."},
    )
