from django import forms

from core.visitor_requests.fields import AddressField
from core.visitor_requests.forms import VisitorForm

from .models import Alert, Rhythm


class AlertForm(VisitorForm):
    model = Alert

    courriel = AddressField(label="Votre adresse électronique")
    rythme = forms.ChoiceField(
        label="À quel rythme ?",
        choices=Rhythm.choices,
        initial=Rhythm.WEEK,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez un rythme.",
            "invalid_choice": "Choisissez un des deux rythmes.",
        },
    )

    def record_fields(self) -> dict:
        return {"email": self.cleaned_data["courriel"], "rhythm": self.cleaned_data["rythme"]}
