"""The form of who wants to be told what becomes of a recommendation."""

from core.visitor_requests.fields import AddressField
from core.visitor_requests.forms import VisitorForm

from .models import Follow


class FollowForm(VisitorForm):
    model = Follow

    courriel = AddressField(
        label="Votre adresse électronique",
        help_text="Jamais publiée ni montrée. Un courriel vous demandera de confirmer.",
    )

    def record_fields(self) -> dict:
        """Fields of the record, but `page` and `code`, which the view adds."""
        return {"email": self.cleaned_data["courriel"]}
