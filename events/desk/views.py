"""Pages of the desk. Each asks again what its user may do: a hidden button is no protection."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from core.places import place_of
from core.publishing import PublicationRefused
from core.sanitising import plain_text
from core.templatetags.typography import plural
from events.models import AgendaPage, EventPage, TourPage, ToursPage
from events.ownership import own_pages
from events.publication import publication_errors

from . import writing
from .forms import (
    MAX_STAGES,
    MORE,
    ROWS,
    CopyForm,
    DateForm,
    ReportForm,
    StageForm,
    TourForm,
    UploadFormSet,
    stage_formset,
)
from .neighbours import clashes, witnesses

UPCOMING = 20
_STAGES = "etapes"  # prefix of the rows of a tour


def may_use_desk(user) -> bool:
    """Whoever may add events."""
    agenda = place_of(user, AgendaPage)
    return bool(agenda) and agenda.permissions_for_user(user).can_add_subpage()


def _agenda_for(user) -> AgendaPage:
    agenda = AgendaPage.objects.first()
    if agenda is None or not agenda.permissions_for_user(user).can_add_subpage():
        raise PermissionDenied
    return agenda


def _editable_event(request: HttpRequest, pk: int) -> EventPage:
    event = get_object_or_404(EventPage, pk=pk)
    if not event.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return event


def desk(request: HttpRequest) -> HttpResponse:
    _agenda_for(request.user)
    now = timezone.now()
    events = own_pages(EventPage.objects.all(), request.user)
    events = events.select_related("commune", "tour").prefetch_related("documents")
    context = {
        "upcoming": events.filter(over_at__gt=now).order_by("begins_at", "title")[:UPCOMING],
        "unreported": [
            event
            for event in events.live().filter(over_at__lte=now).order_by("-over_at")[:UPCOMING]
            if not event.is_reported
        ],
        "drafts": events.filter(live=False).order_by("-latest_revision_created_at")[:UPCOMING],
        "tours": own_pages(TourPage.objects.all(), request.user).order_by(
            "-latest_revision_created_at"
        )[:UPCOMING],
    }
    return render(request, "events/admin/desk.html", context)


def add_date(request: HttpRequest) -> HttpResponse:
    """One form; what competes with the date is shown before it is chosen."""
    agenda = _agenda_for(request.user)
    form = DateForm(request.POST or None, initial=_as_last_time(request.user), by=request.user)
    context = {"form": form, "clashes": None, "witnesses": None}
    if request.method == "POST" and form.is_valid():
        fields = form.cleaned_data
        event = writing.event_from(fields)
        for field, message in publication_errors(event).items():
            form.add_error(field if field in form.fields else None, message)
        if form.is_valid():
            themes = [fields["theme"]] if fields["theme"] else []
            found = clashes(
                start=fields["start"], end=fields["end"], commune=fields["commune"], themes=themes
            )
            action = request.POST.get("action", "check")
            seen = request.POST.get("seen") == _seen(found)
            if action == "draft" or (action == "publish" and (seen or not found)):
                return _save_date(request, agenda, fields, publish=action == "publish")
            context |= {
                "clashes": found,
                "seen": _seen(found),
                "witnesses": witnesses(fields["commune"], themes),
                "publishing": action == "publish",
            }
    return render(request, "events/admin/date.html", context)


def _as_last_time(user) -> dict:
    """An organiser mostly announces for one network, one kind of event."""
    last = (
        EventPage.objects.filter(owner=user).order_by("-pk").prefetch_related("organisers").first()
    )
    if last is None:
        return {}
    networks = [row.organisation_id for row in last.organisers.all() if row.organisation_id]
    return {"kind": last.kind, "organiser": next(iter(networks), None)}


def _seen(found) -> str:
    return ",".join(str(one.event.pk) for one in found) or "-"


def _save_date(request, agenda, fields, *, publish: bool) -> HttpResponse:
    if publish and not agenda.permissions_for_user(request.user).can_publish_subpage():
        raise PermissionDenied
    event = writing.create_date(agenda=agenda, user=request.user, fields=fields)
    if publish:
        event.get_latest_revision().publish(user=request.user)
        messages.success(request, f"« {event.title} » est en ligne.")
    else:
        messages.success(request, f"« {event.title} » est enregistré en brouillon.")
    return redirect("wagtailadmin_pages:edit", event.pk)


def add_tour(request: HttpRequest) -> HttpResponse:
    """A tour and its stages in one form, from the shape of an earlier tour or from blank rows."""
    agenda = _agenda_for(request.user)
    tours = ToursPage.objects.first()
    if tours is None or not tours.permissions_for_user(request.user).can_add_subpage():
        raise PermissionDenied
    known = own_pages(TourPage.objects.order_by("title"), request.user)
    model = known.filter(pk=_number(request.GET.get("modele"))).first()
    initial, rows = _from_model(model) if model else ({}, [])
    form, stages = _tour_forms(request, initial, rows)
    if form.is_bound and form.is_valid() and stages.is_valid():
        filled = [one.cleaned_data for one in stages.forms if one.cleaned_data.get("commune")]
        if filled:
            tour, drafts = writing.create_tour(
                agenda=agenda,
                tours=tours,
                user=request.user,
                fields=form.cleaned_data,
                stages=filled,
            )
            messages.success(
                request,
                f"« {tour.title} » est en brouillon, avec {len(drafts)} étape{plural(len(drafts))} "
                "à publier une à une.",
            )
            _warn_of_clashes(request, drafts)
            return redirect("events_desk:desk")
        form.add_error(None, "Donnez au moins une étape.")
    context = {
        "form": form,
        "stages": stages,
        "models": known,
        "model": model,
        "may_grow": len(stages.forms) < MAX_STAGES,
    }
    return render(request, "events/admin/tour.html", context)


def _tour_forms(request: HttpRequest, initial: dict, rows: list[dict]):
    """The form and its rows; when more rows are asked for, as typed and not judged yet."""
    data = request.POST
    if request.method != "POST":
        extra = 0 if rows else ROWS
        form = TourForm(initial=initial, by=request.user)
        return form, stage_formset(extra)(initial=rows, prefix=_STAGES)
    if data.get("action") != "more":
        return TourForm(data, by=request.user), stage_formset()(data, prefix=_STAGES)
    count = min(_number(data.get(f"{_STAGES}-TOTAL_FORMS")) or 0, MAX_STAGES)
    typed = [
        {name: data.get(f"{_STAGES}-{number}-{name}", "") for name in StageForm.base_fields}
        for number in range(count)
    ]
    extra = min(MORE, MAX_STAGES - count)
    form = TourForm(initial=data.dict(), by=request.user)
    return form, stage_formset(extra)(initial=typed, prefix=_STAGES)


def _warn_of_clashes(request: HttpRequest, drafts: list[EventPage]) -> None:
    busy = [
        event.commune.name
        for event in drafts
        if clashes(start=event.start, commune=event.commune, themes=event.themes, exclude=event.pk)
    ]
    if busy:
        messages.warning(
            request,
            f"D’autres dates se heurtent à celles-ci : {', '.join(busy)}. « Alentours » dit lesquelles.",
        )


def _from_model(tour: TourPage) -> tuple[dict, list[dict]]:
    first = tour.organisers.first()
    initial = {
        "series": tour.series or tour.title,
        "summary": tour.summary,
        "organiser": first.organisation_id if first else None,
        "theme": next(iter(tour.themes.values_list("pk", flat=True)), None),
    }
    rows = [
        {"start_time": stage.start_time, "end_time": stage.end_time, "format": stage.format}
        for stage in tour.stages.order_by("begins_at")[:12]
    ]
    return initial, rows


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 12 else None


def copy_event(request: HttpRequest, pk: int) -> HttpResponse:
    agenda = _agenda_for(request.user)
    event = _editable_event(request, pk)
    form = CopyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        copy = writing.duplicate(event, user=request.user, **form.cleaned_data)
        messages.success(request, "La copie est en brouillon : complétez-la, puis publiez-la.")
        return redirect("wagtailadmin_pages:edit", copy.pk)
    return render(
        request, "events/admin/copy.html", {"form": form, "event": event, "agenda": agenda}
    )


def report(request: HttpRequest, pk: int) -> HttpResponse:
    event = _editable_event(request, pk)
    if not event.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    initial = {"report": event.report, "replay_url": event.replay_url}
    form = ReportForm(request.POST or None, initial=initial)
    uploads = UploadFormSet(request.POST or None, request.FILES or None, prefix="documents")
    if request.method == "POST" and form.is_valid() and uploads.is_valid():
        files = [one.cleaned_data for one in uploads.forms if one.cleaned_data.get("file")]
        has_text = bool(plain_text(form.cleaned_data["report"]))
        if not (has_text or files or form.cleaned_data["replay_url"]):
            form.add_error("report", "Écrivez le compte rendu, ou joignez un document.")
        else:
            try:
                writing.publish_report(event, user=request.user, uploads=files, **form.cleaned_data)
            except PublicationRefused as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, f"Le compte rendu de « {event.title} » est en ligne.")
                return redirect("events_desk:desk")
    return render(
        request, "events/admin/report.html", {"form": form, "uploads": uploads, "event": event}
    )


def neighbours(request: HttpRequest, pk: int) -> HttpResponse:
    """Clashes and possible witnesses of an event, as its latest draft has it."""
    event = _editable_event(request, pk)
    draft = event.get_latest_revision_as_object()
    context = {
        "event": draft,
        "edit_url": reverse("wagtailadmin_pages:edit", args=[pk]),
        "clashes": clashes(
            start=draft.start, end=draft.end, commune=draft.commune, themes=draft.themes, exclude=pk
        ),
        "witnesses": witnesses(draft.commune, draft.themes),
    }
    return render(request, "events/admin/neighbours.html", context)
