import uuid

from django.utils import timezone

from core.page_form import PageForm

from . import zones
from .moving import Dates, moved
from .ownership import why_not_in_their_name
from .publication import SESSION_ROWS, publication_errors
from .registration import why_session_kept


class OwnForm(PageForm):
    """Of an event or a tour, which goes on being of a network of who saves it."""

    def is_valid(self):
        """Of a draft too: what goes to another network is not its author's any more."""
        if not super().is_valid():
            return False
        rows = self.formsets.get("organisers")
        if rows is None:
            return True
        organisations = {
            form.cleaned_data["organisation"].pk
            for form in rows.forms
            if form not in rows.deleted_forms and form.cleaned_data.get("organisation")
        }
        errors = why_not_in_their_name(self.for_user, organisations, self.cleaned_data.get("tour"))
        if why := errors.get("organisers"):
            rows.non_form_errors().append(why)
        if why := errors.get("tour"):
            self.add_error("tour", why)
        return not errors


class TourPageForm(OwnForm):
    pass


class EventPageForm(OwnForm):
    """Saves any draft; publishing, submitting or approving asks `publication_errors` first."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # As the editor sees them: validation puts the rows of the instance in their new order.
        self._order_before = [one.uuid for one in self.instance.sessions.all()]
        self._dates_before = Dates(self.instance.start, self.instance.end)
        # (name of a field in the browser, its value) of what follows something else that was typed.
        self._followed: list[tuple[str, str]] = []

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
        self._follow_dates()
        self._follow_sessions()
        if self.is_deferred_validation and not self.keep_doubtful():
            return False
        if not all(formset.is_valid() for formset in self.formsets.values()):
            return False
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

    def get_field_updates_for_resave(self):
        """After a save in the background, the open form must not post what it had before it."""
        return [*super().get_field_updates_for_resave(), *self._followed]

    def _follow_dates(self) -> None:
        """The programme moves with the event. A day that was typed in this very form is meant as it is."""
        if "start" not in self.cleaned_data or "end" not in self.cleaned_data:
            return
        after = Dates(self.cleaned_data["start"], self.cleaned_data["end"])
        formset = self.formsets.get("sessions")
        rows = [
            form
            for form in (formset.initial_forms if formset else ())
            if form not in formset.deleted_forms and "day" not in form.changed_data
        ]
        if after == self._dates_before:
            return
        days = [form.cleaned_data.get("day") for form in rows]
        end, moved_days = moved(self._dates_before, after, days)
        if end != after.end:
            self.cleaned_data["end"] = self.instance.end = end
            self._follow(self, "end", end)
        for form, was, day in zip(rows, days, moved_days, strict=True):
            if day != was:
                form.cleaned_data["day"] = form.instance.day = day
                self._follow(form, "day", day)

    def _follow(self, form, name: str, value) -> None:
        field = form.fields[name]
        shown = field.widget.format_value(field.prepare_value(value))
        self._followed.append((form.add_prefix(name), "" if shown is None else str(shown)))

    def _follow_sessions(self) -> None:
        """Rows name their session by its place: they go with it when it moves, and say so when it goes.

        A place that was typed in this very form is one of the new order.
        """
        if "sessions" not in self.formsets:
            return
        before = self._order_before
        after = [
            form.cleaned_data["uuid"]
            for form in self.formsets["sessions"].ordered_forms
            if form.cleaned_data
        ]
        for relation in SESSION_ROWS:
            formset = self.formsets.get(relation)
            for form in formset.initial_forms if formset else ():
                place = form.initial.get("session_number")
                if (
                    not place
                    or place > len(before)
                    or "session_number" in form.changed_data
                    or form in formset.deleted_forms
                ):
                    continue
                session = before[place - 1]
                if session not in after:
                    form.add_error(
                        "session_number",
                        "La séance qu’il désigne est retirée : donnez-en une autre, ou laissez vide.",
                    )
                    continue
                place_now = after.index(session) + 1
                if place_now != place:
                    form.cleaned_data["session_number"] = place_now
                    form.instance.session_number = place_now
                    self._follow(form, "session_number", place_now)

    def _tell_sessions_apart(self) -> None:
        """Rows added in the browser all come from one blank row, and so with one identifier."""
        seen: set[uuid.UUID] = set()
        for form in self.formsets["sessions"].forms if "sessions" in self.formsets else ():
            value = form.cleaned_data.get("uuid")
            if form.cleaned_data and (value is None or value in seen):
                value = form.cleaned_data["uuid"] = form.instance.uuid = uuid.uuid4()
                self._follow(form, "uuid", value)
            seen.add(value)
