"""The two forms that visitors send about an event."""

from django import forms

from core.visitor_requests.fields import AddressField, LineField, TextField
from core.visitor_requests.forms import VisitorForm
from taxonomy.models import Theme
from territories.visitor_fields import AuthorityFormMixin, authority_field

from .models import Interest, Proposal
from .proposals import find_sheet

TITLE, SUMMARY, MESSAGE = 120, 500, 2000  # characters


class ProposalForm(AuthorityFormMixin, VisitorForm):
    """An existing sheet, or a title and a summary; and who proposes it."""

    model = Proposal

    collectivite = authority_field()
    fiche = LineField(
        label="La fiche du projet, si elle est déjà publiée ici",
        longest=300,
        required=False,
        help_text="Son numéro (« 42 ») ou l’adresse de sa page. Sinon, laissez vide et présentez le "
        "projet ci-dessous.",
    )
    titre = LineField(
        label="Sinon, le titre du projet (obligatoire sans fiche)",
        longest=TITLE,
        required=False,
        sometimes_required=True,
        help_text="Ce qui a été fait et avec quel gain, en 120 caractères.",
    )
    resume = TextField(
        label="Le projet en bref (obligatoire sans fiche)",
        longest=SUMMARY,
        rows=4,
        required=False,
        sometimes_required=True,
        help_text="Deux ou trois phrases, 500 caractères au plus. Elles deviennent le brouillon d’une "
        "fiche, que la rédaction complétera avec vous.",
    )
    theme = forms.ModelChoiceField(
        label="Son thème",
        queryset=Theme.objects.offered().filter(parent=None),
        required=False,
        empty_label="Je ne sais pas",
        error_messages={"invalid_choice": "Choisissez un thème de la liste."},
    )
    message = TextField(
        label="Ce que vous présenteriez",
        longest=MESSAGE,
        required=False,
        help_text="Sous quelle forme, avec qui, en combien de temps.",
    )
    nom = LineField(
        label="Votre nom",
        longest=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Écrivez votre nom."},
    )
    fonction = LineField(
        label="Votre fonction",
        longest=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    courriel = AddressField(
        label="Votre adresse électronique",
        help_text="Jamais publiée. Un courriel vous demandera de confirmer.",
    )

    def clean(self):
        cleaned = super().clean()
        cleaned["sheet"] = None
        if cleaned.get("fiche"):
            cleaned["sheet"] = find_sheet(cleaned["fiche"])
            if cleaned["sheet"] is None:
                self.add_error(
                    "fiche",
                    f"Aucune fiche publiée ne répond à « {cleaned['fiche']} ». Recopiez son numéro ou "
                    "son adresse, ou laissez vide et présentez le projet ci-dessous.",
                )
        elif "fiche" not in self.errors:
            if not cleaned.get("titre") and "titre" not in self.errors:
                self.add_error("titre", "Donnez le titre du projet, ou le numéro de sa fiche.")
            if not cleaned.get("resume") and "resume" not in self.errors:
                self.add_error("resume", "Dites en deux phrases ce qui a été fait.")
        return cleaned

    def record_fields(self) -> dict:
        """Fields of the record, but `call`, which the view adds."""
        data = self.cleaned_data
        sheet = data["sheet"]
        return {
            "authority": data["authority"],
            "sheet": sheet,
            "title": sheet.title if sheet else data["titre"],
            "summary": "" if sheet else data["resume"],
            "theme": None if sheet else data["theme"],
            "message": data["message"],
            "contact_name": data["nom"],
            "contact_function": data["fonction"],
            "email": data["courriel"],
        }


class InterestForm(AuthorityFormMixin, VisitorForm):
    model = Interest

    collectivite = authority_field()
    courriel = AddressField(
        label="Votre adresse électronique",
        help_text="Un courriel vous demandera de confirmer.",
    )
    message = TextField(
        label="Une question, une précision",
        longest=MESSAGE,
        required=False,
        help_text="Ce que vous aimeriez savoir, où vous en êtes.",
    )
    accord = forms.BooleanField(
        label="J’accepte que mon adresse, le nom de ma collectivité et mon message soient transmis aux "
        "porteurs du projet et aux organisateurs, pour qu’ils me répondent.",
        error_messages={
            "required": "Cochez la case si vous êtes d’accord : sans elle, rien n’est enregistré ni "
            "transmis."
        },
    )

    def record_fields(self) -> dict:
        """Fields of the record, but `event` and `sheet`, which the view adds."""
        data = self.cleaned_data
        return {
            "authority": data["authority"],
            "email": data["courriel"],
            "message": data["message"],
        }
