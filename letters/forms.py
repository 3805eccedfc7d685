from django import forms
from wagtail.admin.forms import WagtailAdminModelForm

from core.visitor_requests.fields import AddressField
from core.visitor_requests.forms import VisitorForm

from .models import Letter, LetterSubscriber


class SubscribeForm(VisitorForm):
    model = LetterSubscriber

    courriel = AddressField(label="Votre adresse électronique")

    def record_fields(self) -> dict:
        return {"email": self.cleaned_data["courriel"]}


class LetterForm(WagtailAdminModelForm):
    class Meta:
        model = Letter
        fields = ("title", "introduction", "body")
        widgets = {"introduction": forms.Textarea(attrs={"rows": 4})}
        error_messages = {
            "title": {"required": "Donnez un titre à la lettre."},
            "body": {"required": "La lettre est vide."},
        }
