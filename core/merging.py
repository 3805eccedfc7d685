"""Two people on one page: what the second saves over a version that it did not start from is kept beside it, and both
are put together field by field.

Three versions: `base`, from which both started (None when it was overwritten since); `theirs`, saved meanwhile; `mine`,
what was sent. A field that one side alone changed is that side's, until somebody says otherwise.
"""

import datetime
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.http import HttpRequest
from modelcluster.models import get_all_child_relations, get_serializable_data_for_fields
from wagtail.admin.compare import ChildRelationComparison, FieldComparison
from wagtail.fields import RichTextField
from wagtail.log_actions import log
from wagtail.models import COMMENTS_RELATION_NAME, Page, Revision

from .rows import PLACE_OF_ROW

_BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')


class Side(StrEnum):
    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"


@dataclass(frozen=True)
class Difference:
    name: str  # of the field, or of the relation of rows
    label: str
    comparison: FieldComparison | ChildRelationComparison  # from theirs to mine
    chosen: Side | None  # None: both changed it, somebody has to choose
    may_keep_both: bool


def sent_over_a_newer(request: HttpRequest, page: Page) -> bool:
    """Whether what is posted started from a version that is not the latest any more. As `EditView.is_out_of_date`,
    which Wagtail asks of what saves itself alone."""
    latest, sent = page.latest_revision, request.POST
    if latest is None:
        return False
    if mine := sent.get("overwrite_revision_id"):
        return mine != str(latest.pk)
    if loaded := sent.get("loaded_revision_id"):
        when = sent.get("loaded_revision_created_at", "")
        return loaded != str(latest.pk) or when != latest.created_at.isoformat()
    return False


def base_of(request: HttpRequest, page: Page) -> Revision | None:
    """The version that the form started from, if it still says what it said."""
    sent = request.POST
    if own := sent.get("overwrite_revision_id"):
        return version_of(page, own)
    loaded = version_of(page, sent.get("loaded_revision_id", ""))
    when = sent.get("loaded_revision_created_at", "")
    return loaded if loaded and loaded.created_at.isoformat() == when else None


def version_of(page: Page, key: str) -> Revision | None:
    """key: as a form or an address says it, whatever it holds."""
    return page.revisions.filter(pk=key).first() if key.isdecimal() and len(key) < 15 else None


def keep_beside(mine: Page, user) -> Revision:
    """In the history of the page, without becoming its latest version."""
    # Comments are of the page, and of no version: what was added, answered, settled or taken away is so at once.
    getattr(mine, COMMENTS_RELATION_NAME).commit()
    latest = mine.latest_revision
    revision = Revision.objects.create(
        content_object=mine,
        base_content_type=mine.get_base_content_type(),
        user=user,
        # Before the one that is newer in truth: the newest of all is taken for the latest.
        created_at=latest.created_at - datetime.timedelta(milliseconds=1),
        content=mine.serializable_data(),
        object_str=str(mine),
    )
    log(instance=mine, action="wagtail.edit", user=user, revision=revision, content_changed=True)
    return revision


def differences(
    request: HttpRequest, base: Page | None, theirs: Page, mine: Page
) -> list[Difference]:
    """In the order of the form, fields that both have alike left out."""
    panel = theirs.get_edit_handler().get_bound_panel(instance=theirs, request=request, form=None)
    found = []
    for compare in panel.get_comparison():
        comparison = compare(theirs, mine)
        name = comparison.field.name
        if isinstance(comparison, ChildRelationComparison):
            name = comparison.field.get_accessor_name()
        is_doubtful = mine.doubtful.get(name) != theirs.doubtful.get(name)
        if not (is_doubtful or _differ(compare, theirs, mine)):
            continue
        found.append(
            Difference(
                name,
                str(comparison.field_label()),
                comparison,
                _whose(compare, base, theirs, mine, name),
                _holds_rows(theirs, name) or isinstance(comparison.field, RichTextField),
            )
        )
    return found


def _differ(compare, one: Page, other: Page) -> bool:
    comparison = compare(one, other)
    if isinstance(comparison.field, RichTextField):
        name = comparison.field.attname
        return _written(getattr(one, name)) != _written(getattr(other, name))
    return comparison.has_changed()


def _written(html: str) -> str:
    """Without what the editor puts around each paragraph by itself, in whatever was never touched too."""
    return _BLOCK_KEY.sub("", html).replace("<p></p>", "")


def _whose(compare, base: Page | None, theirs: Page, mine: Page, name: str) -> Side | None:
    if base is None:
        return None
    by_them = _differ(compare, base, theirs) or _doubt(base, name) != _doubt(theirs, name)
    by_me = _differ(compare, base, mine) or _doubt(base, name) != _doubt(mine, name)
    if by_them and by_me:
        return Side.BOTH if _holds_rows(theirs, name) else None
    return Side.MINE if by_me else Side.THEIRS


def _doubt(page: Page, name: str) -> Any:
    return page.doubtful.get(name)


def _holds_rows(page: Page, name: str) -> bool:
    return name in {one.get_accessor_name() for one in get_all_child_relations(type(page))}


def merge(base: Page | None, theirs: Page, mine: Page, chosen: dict[str, Side]) -> Page:
    """`theirs`, with what was chosen of `mine`; unsaved. chosen: name -> side, of all differences."""
    for name, side in chosen.items():
        if side == Side.THEIRS:
            continue
        doubt = _doubt(mine, name)
        if not _holds_rows(theirs, name):
            _take_field(theirs, mine, name, side)
        elif side == Side.MINE:
            setattr(theirs, name, _rows(mine, name))
        else:
            lines = _both(
                _lines(base, name) if base else [], _lines(theirs, name), _lines(mine, name)
            )
            setattr(theirs, name, [line.row for line in lines if line.row])
            doubt = {str(place): line.doubt for place, line in enumerate(lines) if line.doubt}
        theirs.doubtful.pop(name, None)
        if doubt:
            theirs.doubtful[name] = doubt
    return theirs


def _take_field(theirs: Page, mine: Page, name: str, side: Side) -> None:
    field = theirs._meta.get_field(name)
    if field.many_to_many:
        setattr(theirs, name, list(getattr(mine, name).all()))
        return
    value = getattr(mine, field.attname)
    if side == Side.BOTH:
        value = f"{getattr(theirs, field.attname)}{value}"
    setattr(theirs, field.attname, value)


def _rows(page: Page, name: str) -> list:
    return list(getattr(page, name).all())


@dataclass
class _Line:
    """A row where it was typed, and what of it could not be read. row: None where it could not be saved at all, and
    stands in `doubt` (`core.doubtful`)."""

    row: Any
    doubt: dict | None

    def said(self) -> tuple:
        return self.row and _said(self.row), self.doubt


def _lines(page: Page, name: str) -> list[_Line]:
    doubts = _doubt(page, name) or {}
    rows = _rows(page, name)
    for place in sorted(int(place) for place, doubt in doubts.items() if "row" in doubt):
        rows.insert(place, None)
    return [_Line(row, doubts.get(str(place))) for place, row in enumerate(rows)]


def _both(base: list[_Line], theirs: list[_Line], mine: list[_Line]) -> list[_Line]:
    """What either side added, without what either took away; a row that both changed stands there twice."""
    at_base, with_me = [line.said() for line in base], [line.said() for line in mine]
    with_them = [line.said() for line in theirs]
    kept = [line for line in theirs if line.said() in with_me or line.said() not in at_base]
    added = [line for line in mine if line.said() not in with_them and line.said() not in at_base]
    taken = {_pk(line) for line in kept}
    for line in added:
        if _pk(line) is None or _pk(line) not in taken:
            continue
        if line.row:
            line.row.pk = None
        else:
            line.doubt = line.doubt | {"row": line.doubt["row"] | {"pk": None}}
    lines = kept + added
    for place, line in enumerate(lines):
        if line.row:
            line.row.sort_order = place
    return lines


def _pk(line: _Line) -> int | None:
    return line.row.pk if line.row else line.doubt["row"].get("pk")


def _said(row) -> dict:
    said = get_serializable_data_for_fields(row)
    return {name: value for name, value in said.items() if name not in PLACE_OF_ROW}
