import uuid

from django.utils import timezone

from core.page_form import PageForm

from . import zones
from .publication import publication_errors
from .registration import why_session_kept


class EventPageForm(PageForm):
    """Saves any draft; publishing, submitting or approving asks `publication_errors` first."""

    def clean(self):
        cleaned = super().clean()
        if "commune" in self.changed_data and "time_zone" not in self.changed_data:
            # The zone that was derived from the former place goes with it.
            before = self.instance.commune if self.instance.commune_id else None
            if cleaned.get("time_zone") in ("", zones.zone_of(before)):
                cleaned["time_zone"] = zones.zone_of(cleaned.get("commune"))
        return cleaned

    def _post_clean(self):
        super()._post_clean()
        if "commune" in self.changed_data and "time_zone" in self.cleaned_data:
            self.instance.time_zone = self.cleaned_data["time_zone"]

    def is_valid(self):
        if not super().is_valid():
            return False
        if self._removes_what_people_count_on():
            return False
        self._tell_sessions_apart()
        if self.is_for_publication():
            # In memory only: the event as it would be, rows included.
            event = super().save(commit=False)
            for field, message in publication_errors(event).items():
                self._add(field, message)
        return not self.errors and all(formset.is_valid() for formset in self.formsets.values())

    def _add(self, field: str, message: str) -> None:
        relation, _, rest = field.partition(".")
        key, _, name = rest.partition(".")
        for form in self.formsets[relation].forms if name else ():
            if str(form.cleaned_data.get("uuid")) == key:
                form.add_error(name, message)
                return
        self.add_error(field if field in self.fields else None, message)

    def _removes_what_people_count_on(self) -> bool:
        """Asked of the published rows: what a draft alone had, nobody registered for."""
        if "sessions" not in self.formsets or not self.instance.pk:
            return False
        kept = {
            str(form.cleaned_data.get("uuid"))
            for form in self.formsets["sessions"].forms
            if form not in self.formsets["sessions"].deleted_forms
        }
        live = type(self.instance).objects.get(pk=self.instance.pk)
        reasons = [
            why_session_kept(one, timezone.now())
            for one in live.sessions.all()
            if str(one.uuid) not in kept
        ]
        for reason in filter(None, reasons):
            self.add_error(None, reason)
        return any(reasons)

    def _tell_sessions_apart(self) -> None:
        """Rows added in the browser all come from one blank row, and so with one identifier."""
        seen: set[uuid.UUID] = set()
        for form in self.formsets["sessions"].forms if "sessions" in self.formsets else ():
            value = form.cleaned_data.get("uuid")
            if form.cleaned_data and (value is None or value in seen):
                value = form.cleaned_data["uuid"] = form.instance.uuid = uuid.uuid4()
            seen.add(value)
