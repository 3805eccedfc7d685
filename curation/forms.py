"""The form of a collection."""

from django.core.exceptions import ValidationError

from core.page_form import PageForm
from curation import living
from curation.publication import publication_errors


class CollectionPageForm(PageForm):
    """Saves any draft; publishing, submitting or approving asks `publication_errors` first."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "themes" in self.fields:
            # By family, as the editors ordered them; the parent is in each name.
            field = self.fields["themes"]
            field.queryset = field.queryset.in_order().select_related("parent")

    def clean_search(self) -> str:
        """The one address of the selection, whatever page or host it was copied from. Raises ValidationError."""
        typed = self.cleaned_data["search"]
        asked = living.read(typed)
        address = living.address_of(asked) if asked else ""
        if len(address) > self.instance._meta.get_field("search").max_length:
            raise ValidationError("Cette recherche a trop de filtres : retirez-en.")
        return address

    def is_valid(self):
        if not super().is_valid():
            return False
        if not self.is_for_publication():
            return True
        # In memory only: the collection as it would be, rows included.
        errors = publication_errors(super().save(commit=False))
        for name, message in errors.items():
            self._tell(name, message)
        return not errors

    def _tell(self, name: str, message: str) -> None:
        """Beside its field, at the sheet of its row, or above the rows."""
        relation, _, place = name.partition(".")
        rows = self.formsets.get(relation)
        if rows is None:
            self.add_error(name if name in self.fields else None, message)
        elif place:
            rows.ordered_forms[int(place) - 1].add_error("sheet", message)
        else:
            rows.non_form_errors().append(message)
