"""The form of a sheet: any draft is saved, publishing asks the rule."""

from django import forms

from core.page_form import PageForm

from .fields import FIELDS, hidden_from
from .publication import publication_errors


class ProjectPageForm(PageForm):
    """Saves any draft; publishing, submitting or approving asks `publication_errors` first."""

    blank_hidden = forms.BooleanField(
        label="vider ce que cette nature ne montre pas",
        required=False,
        help_text="À la publication seulement, et si vous changez de nature. L’historique de la page le garde.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "other_themes" in self.fields:
            # By family, as the editors ordered them; the parent is in each name.
            field = self.fields["other_themes"]
            field.queryset = field.queryset.in_order().select_related("parent")

    def is_valid(self):
        if not super().is_valid():
            return False
        refused = False
        if self.is_for_publication():
            if self.cleaned_data.get("blank_hidden"):
                for field in hidden_from(self.cleaned_data.get("kind")):
                    self._blank(field.name)
            # In memory only: the sheet as it would be, rows included.
            sheet = super().save(commit=False)
            for name, message in publication_errors(sheet).items():
                refused = True
                self._tell(name, message)
        return not refused

    def _tell(self, name: str, message: str) -> None:
        """Beside its field, above its group of rows, or at the head of the form."""
        rows = self.formsets.get(name.partition(".")[0])
        if rows is not None:
            rows.non_form_errors().append(message)
        else:
            self.add_error(name if name in self.fields else None, message)

    def _blank(self, name: str) -> None:
        if FIELDS[name].rows:
            for form in self.formsets[name].forms:
                form.cleaned_data["DELETE"] = True
            # Django remembers which rows it was to delete.
            vars(self.formsets[name]).pop("_deleted_form_indexes", None)
            return
        self.cleaned_data[name] = self.instance._meta.get_field(name).get_default()
        setattr(self.instance, name, self.cleaned_data[name])
