"""The form of a publication."""

from core.page_form import PageForm
from publications.publication import publication_errors


class PublicationPageForm(PageForm):
    """Saves any draft; publishing, submitting or approving asks `publication_errors` first."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "themes" in self.fields:
            # By family, as the editors ordered them; the parent is in each name.
            field = self.fields["themes"]
            field.queryset = field.queryset.in_order().select_related("parent")

    def is_valid(self):
        if not super().is_valid():
            return False
        if not self.is_for_publication():
            return True
        # In memory only: the publication as it would be, rows included.
        errors = publication_errors(super().save(commit=False))
        for name, message in errors.items():
            rows = self.formsets.get(name.partition(".")[0])
            if rows is None:
                self.add_error(name if name in self.fields else None, message)
            else:
                rows.non_form_errors().append(message)
        return not errors
