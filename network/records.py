"""An organisation as search sees it."""

from core.records import Record

from .models import Organisation

KIND = "organisation"


def record_of(organisation: Organisation) -> Record:
    url = organisation.get_absolute_url()
    named = (organisation.acronym, organisation.former_name, organisation.kind, organisation.area)
    return Record(
        key=f"{KIND}:{organisation.pk}",
        kind=KIND,
        title=organisation.name,
        summary=organisation.description,
        body="\n".join(part for part in named if part),
        url=url,
        date=None,
        card={
            "title": organisation.name,
            "summary": organisation.description,
            "url": url,
            "kind_label": "Organisation",
            "theme_slug": "",
        },
    )
