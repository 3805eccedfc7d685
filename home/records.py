"""A plain page as search sees it."""

from core.records import Record
from core.sanitising import plain_text

KIND = "page"


def record_of(page) -> Record:
    url = page.relative_url(None) if page.url_path else ""
    return Record(
        key=f"{KIND}:{page.pk}",
        kind=KIND,
        title=page.title,
        summary=page.introduction,
        body=plain_text(page.body),
        url=url,
        date=page.first_published_at.date() if page.first_published_at else None,
        card={
            "title": page.title,
            "summary": page.introduction,
            "url": url,
            "kind_label": "Page",
            "theme_slug": "",
        },
    )
