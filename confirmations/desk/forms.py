from django import forms

from core.visitor_requests.fields import AddressField, LineField, without_address


class SaidForm(forms.Form):
    said_by = LineField(
        label="Dit par",
        longest=200,
        validators=[without_address],
        error_messages={"required": "Dites qui l’a confirmé : une fonction, un service."},
        help_text="« Service numérique de Baugy, par téléphone » : la fiche dit qu’elle est confirmée.",
    )


class AddressForm(forms.Form):
    address = AddressField(
        label="Adresse de la bonne personne",
        error_messages={"required": "Écrivez l’adresse à qui le demander."},
        help_text="Elle reçoit la demande et un lien ; elle ne sera montrée à personne.",
    )


class WhyForm(forms.Form):
    why = LineField(
        label="Pourquoi maintenant",
        longest=200,
        error_messages={
            "required": "Dites pourquoi : une source qui ne s’ouvre plus, une élection…"
        },
    )


class ReasonForm(forms.Form):
    reason = LineField(
        label="Raison",
        longest=200,
        error_messages={"required": "Dites pourquoi : l’équipe le lira."},
        help_text="La fiche reste publiée et sera vérifiée de nouveau le moment venu.",
    )
