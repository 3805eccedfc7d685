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
from wagtail.models import Page, Revision

_BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')
# Of a row, what says where it lies and not what it says.
_PLACE_OF_ROW = ("pk", "id", "sort_order", "page")


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
    if own := _key(sent.get("overwrite_revision_id")):
        return page.revisions.filter(pk=own).first()
    loaded = page.revisions.filter(pk=_key(sent.get("loaded_revision_id"))).first()
    when = sent.get("loaded_revision_created_at", "")
    return loaded if loaded and loaded.created_at.isoformat() == when else None


def _key(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 15 else None


def keep_beside(mine: Page, user) -> Revision:
    """In the history of the page, without becoming its latest version."""
    # Comments are of the page, and of no version.
    for comment in mine.wagtail_admin_comments.filter(pk__isnull=True):
        comment.save()
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
        if _holds_rows(theirs, name):
            rows = _rows(mine, name)
            if side == Side.BOTH:
                rows = _both(_rows(base, name) if base else [], _rows(theirs, name), rows)
            setattr(theirs, name, rows)
        else:
            _take_field(theirs, mine, name, side)
        theirs.doubtful.pop(name, None)
        if _doubt(mine, name) is not None:
            theirs.doubtful[name] = _doubt(mine, name)
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


def _both(base: list, theirs: list, mine: list) -> list:
    """What either side added, without what either took away; a row that both changed stands there twice."""
    at_base, with_me = [_said(row) for row in base], [_said(row) for row in mine]
    with_them = [_said(row) for row in theirs]
    kept = [row for row in theirs if _said(row) in with_me or _said(row) not in at_base]
    added = [row for row in mine if _said(row) not in with_them and _said(row) not in at_base]
    taken = {row.pk for row in kept if row.pk}
    for row in added:
        if row.pk in taken:
            row.pk = None
    rows = kept + added
    for place, row in enumerate(rows):
        row.sort_order = place
    return rows


def _said(row) -> dict:
    said = get_serializable_data_for_fields(row)
    return {name: value for name, value in said.items() if name not in _PLACE_OF_ROW}
