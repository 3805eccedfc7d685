from modelcluster.fields import ParentalManyToManyField


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
