from django.apps import apps
from modelcluster.fields import ParentalManyToManyField
from wagtail.models import Page, ReferenceIndex


class CountedManyToManyField(ParentalManyToManyField):
    """Of a page: Wagtail counts these uses too, where it tells how often something is used."""

    def extract_references(self, value):
        """What Wagtail's `ReferenceIndex` asks of fields that hold references."""
        for one in value:
            yield self.related_model, str(one.pk), "", ""

    def deconstruct(self):
        """As the field that the database knows: to count is no migration."""
        name, _, args, kwargs = super().deconstruct()
        return name, "modelcluster.fields.ParentalManyToManyField", args, kwargs


def count_relations() -> None:
    """Of the pages of an instance older than the field above: a page saved since is counted."""
    for model in apps.get_models():
        fields = model._meta.local_many_to_many
        if issubclass(model, Page) and any(isinstance(f, CountedManyToManyField) for f in fields):
            for page in model.objects.iterator(chunk_size=100):
                ReferenceIndex.create_or_update_for_object(page)
