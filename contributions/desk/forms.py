from django import forms

from core.visitor_requests.fields import TextField
from territories.visitor_fields import AuthorityFormMixin, authority_field

LONGEST = 2000  # characters of what is mailed


class InterviewForm(AuthorityFormMixin, forms.Form):
    """Of which authority; the screens ask the rest."""

    collectivite = authority_field("Collectivité ou organisme de l’auteur")


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
