from django import forms

from core.visitor_requests.fields import AddressField, LineField, TextField, without_address
from exchanges.forms import ANSWER


class NetworkAnswerForm(forms.Form):
    text = TextField(
        label="Réponse au nom du réseau",
        longest=ANSWER,
        rows=6,
        error_messages={"required": "Écrivez la réponse."},
        help_text="Ce qu’on vous a dit au téléphone, ou ce que vous avez trouvé : dites-en la source.",
    )
    said_by = LineField(
        label="Dit par",
        longest=200,
        required=False,
        validators=[without_address],
        help_text="« Service numérique de Baugy, par téléphone » : publié avec la réponse.",
    )
    agreed = forms.BooleanField(label="Qui l’a dite accepte qu’elle soit publiée", required=False)


class AddressForm(forms.Form):
    address = AddressField(
        label="Adresse de la bonne personne",
        error_messages={"required": "Écrivez l’adresse à qui transmettre."},
        help_text="Elle reçoit ce qui est demandé et un lien ; elle ne sera montrée à personne.",
    )


class ReasonForm(forms.Form):
    reason = LineField(
        label="Raison",
        longest=200,
        error_messages={"required": "Dites pourquoi : la personne qui a demandé le lira."},
        help_text="Lue par la personne qui a demandé.",
    )
