from django import forms

from core.visitor_requests.fields import LineField


class ReasonForm(forms.Form):
    reason = LineField(
        label="Pourquoi ne pas les retenir",
        longest=500,
        error_messages={"required": "Dites pourquoi : qui l’a proposé peut le lire."},
        help_text="Lu par qui l’a proposé, sur sa page.",
    )
