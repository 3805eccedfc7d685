"""Reference data in the forms of the admin: found by a part of the name, added from there, near-twins asked about."""

import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from rapidfuzz import fuzz
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet

# Of rapidfuzz, 0 to 100: a letter apart in a short name, a word in other order.
_NEAR = 88


def plain(name: str) -> str:
    """Lowercase letters and digits, words parted by one space: « La Fibre (2) » -> "la fibre 2"."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    kept = "".join(
        sign if sign.isalnum() else " " for sign in letters if not unicodedata.combining(sign)
    )
    return " ".join(kept.split())


class NameFilterForm(BaseFilterForm):
    q = forms.CharField(
        label="Nom", required=False, widget=forms.TextInput(attrs={"placeholder": "Chercher"})
    )

    def filter(self, objects):
        """Each word that is typed, anywhere in what the row is called."""
        objects = super().filter(objects)
        words = plain(self.cleaned_data.get("q") or "").split()
        if not words:
            return objects
        self.is_searching, self.search_query = True, self.cleaned_data["q"]
        found = [
            one.pk for one in objects if all(word in plain(" ".join(names(one))) for word in words)
        ]
        return objects.filter(pk__in=found)


def names(row) -> list[str]:
    """All that a row of reference data is called."""
    others = (getattr(row, name, "") for name in ("acronym", "former_name"))
    return [str(row), *(name for name in others if name)]


class NearTwinForm(WagtailAdminModelForm):
    """Refuses a name that another row has, whatever its case and accents, and asks about one that is near."""

    is_another = forms.BooleanField(
        label="ce n’est pas le même : l’ajouter quand même",
        required=False,
        help_text="À cocher seulement si un nom proche est signalé au-dessus.",
    )

    def clean_name(self):
        name = self.cleaned_data["name"]
        if "name" not in self.changed_data:
            return name
        wanted, near = plain(name), []
        for one in self._meta.model.objects.exclude(pk=self.instance.pk):
            known = [plain(called) for called in _own_names(one)]
            if wanted in known:
                raise ValidationError(f"« {one} » existe déjà : choisissez-le dans la liste.")
            if max(fuzz.token_sort_ratio(wanted, called) for called in known) >= _NEAR:
                near.append(str(one))
        if near and not self.data.get(self.add_prefix("is_another")):
            found = ", ".join(f"« {one} »" for one in near[:5])
            raise ValidationError(
                f"Un nom proche existe : {found}. Choisissez-le, ou cochez « ce n’est pas le même »."
            )
        return name


def _own_names(row) -> list[str]:
    """Without that of a family, which a theme shows before its own."""
    return [row.name, *names(row)[1:]]


class _Choose:
    filter_form_class = NameFilterForm


class _ChooseView(_Choose, ChooseView):
    pass


class _ChooseResultsView(_Choose, ChooseResultsView):
    pass


class NamedChooserViewSet(SnippetChooserViewSet):
    """Over a list of reference data; a subclass with `creation_form_class` adds to it."""

    choose_view_class = _ChooseView
    choose_results_view_class = _ChooseResultsView
    search_tab_label = "Chercher"
    create_action_label = "Ajouter"
