"""A plain page as search sees it."""

from core.records import Record
from core.sanitising import plain_text

from .statements import StatementPage

KIND = "page"


def record_of(page) -> Record:
    url = page.relative_url(None) if page.url_path else ""
    return Record(
        key=f"{KIND}:{page.pk}",
        kind=KIND,
        title=page.title,
        summary=page.introduction,
        body="\n".join([plain_text(page.body), *told_beside(page.specific)]),
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


def told_beside(page) -> list[str]:
    """What a page that the law words says in its fields: one statement for each of these, which are four."""
    if not isinstance(page, StatementPage):
        return []
    told = []
    for section in page.sections():
        told += [section["title"], section["text"]]
        for row in section["rows"]:
            told += [row["label"], *row["lines"]]
    return [text for text in told if text]
