from core.page_form import PageForm
from taxonomy.models import Theme

from .choices import Kind
from .publication import publication_errors


class ProjectPageForm(PageForm):
    """Saves any draft; publishing, submitting or approving asks `publication_errors` first."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "other_themes" in self.fields:
            # By family, as the editors ordered them; the parent is in each name.
            themes = Theme.objects.in_order().select_related("parent")
            self.fields["other_themes"].queryset = themes

    def is_valid(self):
        if not super().is_valid():
            return False
        if self.is_for_publication():
            # In memory only: the sheet as it would be, rows included.
            sheet = super().save(commit=False)
            for field, message in publication_errors(sheet).items():
                self.add_error(field if field in self.fields else None, message)
        return not self.errors

    def save(self, commit=True):
        if self.is_for_publication() and self.cleaned_data.get("kind") != Kind.LOCAL_DEBATE:
            # Hidden by the kind that was chosen: blanked, but only when it counts. Autosave must
            # not throw away what was typed while somebody hesitates between two kinds.
            for name in self.instance.DEBATE_FIELDS:
                self.cleaned_data[name] = self.instance._meta.get_field(name).get_default()
                setattr(self.instance, name, self.cleaned_data[name])
            for form in self.formsets["debate_items"].forms:
                form.cleaned_data["DELETE"] = True
        return super().save(commit=commit)
