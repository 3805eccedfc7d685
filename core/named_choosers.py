"""Reference data in the forms of the admin: found by a part of the name, added from there, near-twins asked about."""

import unicodedata

from django import forms
from django.db.models import QuerySet
from rapidfuzz import fuzz
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
    SnippetChosenView,
)
from wagtail.snippets.widgets import AdminSnippetChooser

from .reference_data.forms import StandingForm
from .reference_data.models import is_reference

# Of rapidfuzz, 0 to 100: a letter apart in a short name, a word in other order.
_NEAR = 88
_NAMES = ("name", "acronym", "former_name")


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
        """Each word that is typed, anywhere in what the row is called; of what was retired, what to take instead."""
        objects = super().filter(objects)
        words = plain(self.cleaned_data.get("q") or "").split()
        is_retirable = is_reference(objects.model)
        if not words:
            return objects.filter(retired_on=None) if is_retirable else objects
        self.is_searching, self.search_query = True, self.cleaned_data["q"]
        called = [
            one for one in objects if all(word in plain(" ".join(names(one))) for word in words)
        ]
        if not is_retirable:
            return objects.filter(pk__in=[one.pk for one in called])
        found = [one.successor_id if one.is_retired else one.pk for one in called]
        return objects.filter(pk__in=found, retired_on=None)


def names(row) -> list[str]:
    """All that a row of reference data is called."""
    others = (getattr(row, name, "") for name in _NAMES[1:])
    return [str(row), *(name for name in others if name)]


class NearTwinForm(StandingForm):
    """Refuses a name that another row has, whatever its case and accents, and asks about one that is near."""

    is_another = forms.BooleanField(
        label="ce n’est pas le même : l’ajouter quand même",
        required=False,
        help_text="À cocher seulement si un nom proche est signalé au-dessus.",
    )
    # Whether one may have the very name of another: it is asked about then, not refused.
    may_share_names = False

    def others(self) -> QuerySet:
        """Whose names are compared."""
        return self._meta.model.objects.exclude(pk=self.instance.pk)

    def clean(self):
        cleaned = super().clean()
        rows = with_family(self.others())
        if is_reference(rows.model) and self.instance.pk:
            # It may take the name of what was merged into it.
            rows = rows.exclude(merged=True, successor=self.instance.pk)
        if "parent" in self.fields:
            # Two families may each have theirs.
            rows = rows.filter(parent=cleaned.get("parent"))
        changed = set(self.changed_data)
        asked = [name for name in _NAMES if cleaned.get(name) and changed & {name, "parent"}]
        known = [(one, [plain(name) for name in _own_names(one)]) for one in rows] if asked else []
        for name in asked:
            if said := self._twin(name, plain(cleaned[name]), known):
                self.add_error(name, said)
        return cleaned

    def _twin(self, field: str, wanted: str, known: list[tuple]) -> str:
        """What is wrong with it, "" if nothing; known: [(row, its names)]."""
        near = []
        for one, called in known:
            # Two rows may share an acronym, and not a name.
            if field == "name" and wanted in called and not self.may_share_names:
                return _exists(one)
            if max(fuzz.token_sort_ratio(wanted, name) for name in called) >= _NEAR:
                near.append(str(one))
        if not near or self.data.get(self.add_prefix("is_another")):
            return ""
        found = ", ".join(f"« {one} »" for one in near[:5])
        return f"Un nom proche existe : {found}. Choisissez-le, ou cochez « ce n’est pas le même »."


def _exists(row) -> str:
    if not is_reference(type(row)) or not row.is_retired:
        return f"« {row} » existe déjà : choisissez-le dans la liste."
    if row.successor_id:
        return f"« {row} » n’est plus proposé : choisissez « {row.successor} » à la place."
    return f"« {row} » existe et n’est plus proposé : reprenez-le dans sa liste."


def _own_names(row) -> list[str]:
    """Without that of a family, which a theme shows before its own."""
    return [row.name, *names(row)[1:]]


def with_family(rows: QuerySet) -> QuerySet:
    """With what a row shows before its own name."""
    return rows.select_related("parent") if hasattr(rows.model, "parent") else rows


class _Choose:
    filter_form_class = NameFilterForm

    def get_object_list(self):
        return with_family(super().get_object_list())


class _ChooseView(_Choose, ChooseView):
    pass


class _ChooseResultsView(_Choose, ChooseResultsView):
    pass


class _TellsRetired:
    """What was chosen and is not proposed any more says so, and what to take instead."""

    def get_display_title(self, instance):
        return (
            instance.told if is_reference(type(instance)) else super().get_display_title(instance)
        )


class _ChosenView(_TellsRetired, SnippetChosenView):
    pass


class _Chooser(_TellsRetired, AdminSnippetChooser):
    pass


class NamedChooserViewSet(SnippetChooserViewSet):
    """Over a list of reference data; a subclass with `creation_form_class` adds to it."""

    choose_view_class = _ChooseView
    choose_results_view_class = _ChooseResultsView
    chosen_view_class = _ChosenView
    base_widget_class = _Chooser
    search_tab_label = "Chercher"
    create_action_label = "Ajouter"
