from core.visitor_requests.fields import AddressField
from core.visitor_requests.forms import VisitorForm

from .models import DebateFollow


class FollowForm(VisitorForm):
    model = DebateFollow

    courriel = AddressField(
        label="Votre adresse électronique",
        help_text="Jamais publiée ni montrée. Un courriel vous demandera de confirmer.",
    )

    def record_fields(self) -> dict:
        """Fields of the record, but `page` and `item`, which the view adds."""
        return {"email": self.cleaned_data["courriel"]}
