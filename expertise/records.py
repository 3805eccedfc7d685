"""An offer or a need of expertise as search sees it."""

from core.facets import YEAR
from core.records import Record
from core.words import partial_date
from taxonomy.facets import THEME, theme_values

from .facets import DIRECTION
from .models import Expertise

KIND = "expertise"


def record_of(one: Expertise) -> Record:
    themes = list(one.themes.all())
    url = one.get_absolute_url()
    said = (
        *(one.holder, one.note),
        *(theme.name for theme in themes),
        *(other.name for other in one.shared_with.all()),
    )
    facets = {
        THEME.name: theme_values(themes),
        DIRECTION.name: (one.direction,),
        YEAR.name: (one.date[:4],) if one.date else (),
    }
    return Record(
        key=f"{KIND}:{one.pk}",
        kind=KIND,
        title=one.subject,
        summary=one.text,
        body="\n".join(part for part in said if part),
        url=url,
        date=None,
        facets={name: values for name, values in facets.items() if values},
        card={
            "title": one.subject,
            "summary": one.text,
            "url": url,
            "theme_slug": themes[0].family.slug if themes else "",
            "kind_label": one.get_direction_display(),
            "above": one.holder,
            "state": partial_date(one.date) if one.date else "",
        },
    )
