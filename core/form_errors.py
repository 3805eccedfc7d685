"""The summary of errors above a public form."""


class SaysErrors:
    """A form whose errors stand in a summary above it (`components/error_summary.html`)."""

    def add_error(self, field, error) -> None:
        super().add_error(field, error)
        # The summary takes the cursor, and a page has one.
        for one in self.fields.values():
            one.widget.attrs.pop("autofocus", None)

    def error_list(self) -> list[dict]:
        """[{"message", "target": id of the field or ""}]."""
        found = [{"message": message, "target": ""} for message in self.non_field_errors()]
        for name in self.fields:
            bound = self[name]
            found += [
                # A group of radio buttons has no field of that id: its first button has.
                {"message": message, "target": bound.id_for_label or f"{bound.auto_id}_0"}
                for message in bound.errors
            ]
        return found
