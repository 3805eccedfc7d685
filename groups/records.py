"""Groups and programmes as search sees them."""

from core.dates import first_day
from core.records import Record
from network.facets import NETWORK
from taxonomy.facets import THEME, theme_values

from .facets import KIND as OF_KIND
from .models import Group, Programme

GROUP, PROGRAMME = "groupe", "programme"


def record_of_group(group: Group) -> Record:
    """People are found by what they hold, or held."""
    parents = list(group.parents.all())
    words = (
        *(group.kind_stated, group.members_stated, group.how_to_join),
        *(parent.label for parent in parents),
        *(item.text for item in group.roadmap.all()),
        *(meeting.subject for meeting in group.meetings.all()),
        *(item.text for item in group.deliverables.all()),
        *(f"{one.person.name} {one.behalf_stated}" for one in group.mandates.all()),
    )
    return _record(
        GROUP, group, "Groupe", words, group.created, parents, {OF_KIND.name: (group.kind,)}
    )


def record_of_programme(programme: Programme) -> Record:
    organisers = list(programme.organisers.all())
    words = (
        *(programme.get_kind_display(), programme.years_stated, programme.how_to_join),
        *(one.label for one in organisers),
        *(stage.text for stage in programme.stages.all()),
        *(item.text for item in programme.deliverables.all()),
        *(tool.text for tool in programme.tools.all()),
        *(one.label for one in programme.waiting.all()),
        *(f"{edition.name} {edition.text}" for edition in programme.editions.all()),
        *(one.label for edition in programme.editions.all() for one in edition.cohort.all()),
    )
    return _record(PROGRAMME, programme, "Programme", words, programme.begins, organisers, {})


def _record(key, row, label, words, date, bodies, facets) -> Record:
    themes = list(row.themes.all())
    url = row.get_absolute_url()
    networks = tuple(dict.fromkeys(one.organisation.slug for one in bodies if one.organisation_id))
    facets = {THEME.name: theme_values(themes), NETWORK.name: networks} | facets
    return Record(
        key=f"{key}:{row.pk}",
        kind=key,
        title=row.name,
        summary=row.purpose,
        body="\n".join(word for word in (*words, *(theme.name for theme in themes)) if word),
        url=url,
        date=first_day(date),
        facets={name: values for name, values in facets.items() if values},
        card={
            "title": row.name,
            "summary": row.purpose,
            "url": url,
            "kind_label": label,
            "theme_slug": themes[0].family.slug if themes else "",
        },
    )
