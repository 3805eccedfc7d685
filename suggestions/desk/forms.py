from django import forms

from core.visitor_requests.fields import LineField


class ReasonForm(forms.Form):
    reason = LineField(
        label="Pourquoi ne pas les retenir",
        longest=500,
        error_messages={"required": "Dites pourquoi : c’est gardé avec la proposition."},
        help_text="Gardé avec la proposition ; qui reprend la fiche de sa collectivité le lit sur sa page.",
    )
