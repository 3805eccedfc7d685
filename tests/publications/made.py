"""A publication as an editor would have published it; what a test does not name is what any such has."""

from publications.models import PublicationPage, Publisher
from setup.tree import ensure_publications


def publication(*publishers, live=True, themes=(), **fields) -> PublicationPage:
    """publishers: organisations. Rows: lists of unsaved objects."""
    rows = {name: fields.pop(name) for name in list(fields) if isinstance(fields[name], list)}
    known = {
        "title": "Un manifeste",
        "kind": "manifeste",
        "date": "2021-03",
        "summary": "Ce qu’il demande.",
    }
    page = PublicationPage(**known | fields)
    page.live = False
    page.publishers = [Publisher(organisation=one) for one in publishers]
    for name, values in rows.items():
        setattr(page, name, values)
    page.themes = list(themes)
    ensure_publications().add_child(instance=page)
    revision = page.save_revision()
    if live:
        revision.publish()
    return PublicationPage.objects.get(pk=page.pk)
