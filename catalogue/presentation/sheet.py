"""A sheet as its page shows it, in reading order. Works on a sheet that was never saved, from its memory."""

from django.conf import settings

from catalogue import costs
from catalogue.evidence import confirmed_on, evidence
from catalogue.fields import FIELDS, STORY, TABS, WILLING_TO
from catalogue.provenance import said_of
from catalogue.share_picture import share_of
from catalogue.status import is_old, status_in_words
from core.declarations import beside_fields
from core.documents import document_row
from core.sanitising import rich_text
from territories.choice import choice_of
from territories.town_halls import shown_town_hall

from . import values
from .means import costs_of, funding_of, licence_of, means_of, means_value, tools_of
from .outcome import debate_of, difficulties_of, results_of
from .redo import redo_of
from .rows import load_rows, may_have
from .said import by_place, elsewhere
from .words import CATALOGUE, TITLES, duration, link, silence, span

TEXT_LICENCE_URL = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"
# What has a section of its own: in the story, or further down.
_STORY = [field for field in STORY.fields if field.anchor]
_MORE = [field for tab in TABS for field in tab.fields if field.anchor and field not in _STORY]


def present(sheet) -> values.Sheet:
    """The context `sheet` of templates/catalogue/project_page.html."""
    load_rows(sheet)
    beside = dict.fromkeys(FIELDS, "") | beside_fields(sheet)
    sources = sheet.sources.all()
    said = said_of(sheet)
    contact = contact_line(sheet)
    confirmation = (
        sheet.confirmations.first() if sheet.pk and may_have(sheet, "confirmations") else None
    )
    known_on = confirmed_on(sheet, confirmation and confirmation.confirmed_on)
    return values.Sheet(
        title=sheet.title,
        summary=sheet.summary,
        permalink=f"{settings.BASE_URL}{sheet.permalink}" if sheet.number else "",
        theme_slug=sheet.main_theme.family.slug if sheet.main_theme_id else "",
        crumbs=_crumbs(sheet),
        share=share_of(sheet),
        holder=_holder(sheet),
        facts=tuple(_facts(sheet)),
        origin=sheet.origin,
        sources_span=span([source.date for source in sources]),
        validated_on=sheet.validated_on.isoformat() if sheet.validated_on else "",
        confirmed_on=confirmation.confirmed_on.isoformat() if confirmation else "",
        evidence=evidence(sheet, known_on).words,
        story=_sections(sheet, _STORY, said),
        debate=debate_of(sheet),
        results=results_of(sheet),
        difficulties=difficulties_of(sheet),
        redo=redo_of(sheet, beside, said),
        costs=costs_of(sheet),
        funding=funding_of(sheet),
        means=means_of(sheet),
        more=_sections(sheet, _MORE, said),
        pictures=tuple(
            values.PictureRow(row.picture, row.caption, row.picture.credit)
            for row in sheet.pictures.all()
        ),
        documents=tuple(document_row(row) for row in sheet.attachments.all()),
        sources=tuple(
            values.SourceRow(
                title=source.title,
                author=source.author,
                url=source.url,
                archived_url=source.archived_url,
                date=source.date,
                voice_label=source.get_voice_display(),
            )
            for source in sources
        ),
        kind_label=sheet.get_kind_display(),
        start=sheet.start,
        end=sheet.end,
        delay_silence=silence(sheet, "setup_months"),
        partners=tuple(_partner(row) for row in sheet.partners.all()),
        tools=tools_of(sheet),
        licence=licence_of(sheet),
        themes=[link(theme.name, theme=theme.slug) for theme in sheet.themes],
        covered=tuple(area.label for area in sheet.covered_territories.all()),
        contact=contact,
        town_hall=None if contact else shown_town_hall(sheet.authority),
        willing_to=tuple(field.label for field in WILLING_TO if getattr(sheet, field.name)),
        history=_history(sheet, confirmation),
        text_licence=sheet.text_licence,
        text_licence_url=TEXT_LICENCE_URL
        if sheet.text_licence.startswith("Licence Ouverte")
        else "",
        titles=TITLES,
        beside=beside,
        said_of=said,
        said=by_place(said),
        said_elsewhere=elsewhere(said),
    )


def _crumbs(sheet) -> list[dict]:
    crumbs = [{"label": "Projets", "url": CATALOGUE}]
    if sheet.main_theme_id:
        family = sheet.main_theme.family
        crumbs.append(link(family.name, theme=family.slug))
        if family != sheet.main_theme:
            crumbs.append(link(sheet.main_theme.name, theme=sheet.main_theme.slug))
    return crumbs


def _holder(sheet) -> values.Holder | None:
    authority = sheet.authority
    if authority is None:
        return None
    return values.Holder(
        **authority.card(),
        # What became of it, when it is no more.
        note=choice_of(authority).note if authority.is_retired else "",
        population_year=authority.population_year,
        url=link("", territoire=authority.code)["url"],
        stated_population=sheet.stated_population,
        stated_year=str(sheet.stated_population_year or ""),
        record=authority,
    )


def _facts(sheet):
    """Cost, time, means, status."""
    label, amount = costs.headline(list(sheet.costs.all()), sheet.costs_text)
    if amount or (sheet.investment_unknown and sheet.running_unknown):
        yield values.Fact(label, amount, unknown=not amount)
    if time := duration(sheet.duration_months):
        yield values.Fact("Durée", time)
    means = list(sheet.means.all())
    if means or sheet.means_unknown:
        text = ", ".join(f"{means_value(row)} ({row.skill})" for row in means[:2])
        yield values.Fact(TITLES["means"], text, unknown=not means)
    if sheet.status:
        label, date = sheet.get_status_display(), sheet.status_date
        if date and is_old(date):
            yield values.Fact(TITLES["status"], status_in_words(label, date))
        else:
            yield values.Fact(TITLES["status"], label, date=date)


def _sections(sheet, fields, said) -> tuple[values.Section, ...]:
    texts = ((field, rich_text(getattr(sheet, field.name))) for field in fields)
    return tuple(
        values.Section(field.anchor, field.title, text, said.get(field.name, ()))
        for field, text in texts
        if text
    )


def _partner(row) -> values.PartnerRow:
    return values.PartnerRow(
        name=row.label,
        role_label=row.get_role_display(),
        url=row.organisation.get_absolute_url() if row.organisation_id else "",
    )


def contact_line(sheet) -> str:
    """Function and service; a name only with its owner's consent; an address never."""
    name = sheet.contact_name if sheet.contact_consent else ""
    return ", ".join(part for part in (name, sheet.contact_function, sheet.contact_service) if part)


def _history(sheet, confirmation) -> tuple[values.Event, ...]:
    events = []
    if sheet.first_published_at:
        published = sheet.first_published_at.date().isoformat()
        events.append(values.Event(published, "Fiche publiée"))
        changed = sheet.last_published_at.date().isoformat() if sheet.last_published_at else ""
        if changed and changed != published:
            events.append(values.Event(changed, "Dernière modification"))
    if confirmation:
        day = confirmation.confirmed_on.isoformat()
        who = f" ({confirmation.confirmed_by})" if confirmation.confirmed_by else ""
        events.append(values.Event(day, f"Confirmée par le porteur{who}"))
    return tuple(sorted(events, key=lambda event: event.date))
