"""A spreadsheet of sheets: tried, then imported, by whoever works at it: a view for a small file, `manage.py due` for any.

Nothing is written before the whole file was tried, nor while one of its lines is refused unless its sender said so. Then
each sheet is saved in a transaction of its own, with the mark that it is done: who was killed is followed by the next, who
goes on from there.
"""

import datetime
import logging
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page

from catalogue.models import (
    ImportedSheet,
    ProjectIndexPage,
    ProjectPage,
    SheetImport,
    SheetImportLine,
)
from core.batches import batched
from core.errors import reason_of
from core.publishing import Refused, add_draft, publish_new
from core.tables.cells import as_text
from core.tables.files import FileRefused
from core.tables.reading import read_tables
from core.words import number as in_french

from .identifiers import DELETED, SOURCE, known_sheets
from .making import Made, authority_texts, make
from .records import Problem, Read, Record, records_of
from .references import References
from .written import last_draft, with_rows

State, Outcome = SheetImport.State, SheetImportLine.Outcome
# Sheets that are tried, or imported, while their sender waits.
TRIED_AT_ONCE, IMPORTED_AT_ONCE = 200, 20
CLAIM = datetime.timedelta(minutes=3)  # who says nothing for so long is gone
MOST_WAITING = 5  # files of one account
_MOST_FAILURES = 3
_WAITING = (State.TO_CHECK, State.TO_RUN)
_AT_ONCE = 100
_TOLD = 100  # cells of which something is said, of one sheet or of none
_WAITS = (
    "Des modifications de cette fiche attendent d’être publiées : publiez-les ou abandonnez-les dans la fiche, puis "
    "envoyez le fichier à nouveau."
)
_MAY_NOT = "Vous ne pouvez pas {} cette fiche."
logger = logging.getLogger(__name__)


def read(content: bytes, name: str) -> Read:
    """Raises FileRefused."""
    return records_of(read_tables(content, name))


def begin(*, name: str, content: bytes, user, publish: bool) -> SheetImport:
    """Keep the file, and try it at once when it is small. Raises FileRefused."""
    if SheetImport.objects.filter(user=user, state__in=_WAITING).count() >= MOST_WAITING:
        raise FileRefused(
            f"{MOST_WAITING} de vos fichiers attendent déjà leur tour : envoyez celui-ci quand l’un d’eux sera lu."
        )
    found = read(content, name)
    one = SheetImport.objects.create(name=name[:200], content=content, user=user, publish=publish)
    if len(found.records) <= TRIED_AT_ONCE:
        check(one, found)
    return one


def start(one: SheetImport, *, without_refused: bool = False) -> bool:
    """Its sender wants it in: all of it, or what is not refused. False when that was said before, or it may not be."""
    waiting = SheetImport.objects.filter(pk=one.pk, state=State.CHECKED)
    is_refused = one.lines.filter(outcome=Outcome.REFUSED).exists() and not without_refused
    if one.problems or is_refused or not waiting.update(state=State.TO_RUN):
        return False
    one.refresh_from_db()
    if one.lines.filter(outcome__in=(Outcome.ADDED, Outcome.CHANGED)).count() <= IMPORTED_AT_ONCE:
        run(one)
    return True


def work(until: datetime.datetime) -> None:
    """What waits, the oldest first; called every minute."""
    free = Q(claimed_at=None) | Q(claimed_at__lt=timezone.now() - CLAIM)
    waiting = SheetImport.objects.filter(free, state__in=_WAITING, content__isnull=False)
    # One file in memory at a time.
    for pk in list(waiting.order_by("sent_at", "pk").values_list("pk", flat=True)):
        if timezone.now() >= until:
            return
        if one := waiting.filter(pk=pk).first():
            _work_at(one, until)


def _work_at(one: SheetImport, until: datetime.datetime) -> None:
    """Whatever goes wrong, those that wait behind it must not: it is tried again when its claim is over."""
    try:
        if one.state == State.TO_RUN:
            run(one, until)
        else:
            check(one, read(bytes(one.content), one.name))
    except FileRefused as refused:
        _refuse(one, str(refused))
    except Exception as error:
        logger.exception("import %s", one.pk)
        if reason_of(error):
            return  # of the machine's making: the file is not to blame
        one.failures += 1
        SheetImport.objects.filter(pk=one.pk).update(
            failures=one.failures, claimed_at=timezone.now()
        )
        if one.failures >= _MOST_FAILURES:
            said = "Une erreur inattendue a arrêté ce fichier : ce qui était importé le reste."
            _refuse(one, said)


def _refuse(one: SheetImport, said: str) -> None:
    SheetImport.objects.filter(pk=one.pk).update(state=State.REFUSED, said=said, claimed_at=None)


# --- The trial ----------------------------------------------------------------------------------------


def check(one: SheetImport, found: Read) -> None:
    """Say of each sheet what would become of it. Who was killed begins anew."""
    if not _claim(one):
        return
    one.lines.all().delete()
    references = References()
    taken: dict[int, Record] = {}
    for records in batched(found.records, _AT_ONCE):
        lines = [
            _line(one, record, made, existing)
            for record, made, existing in _made(records, references, one, taken)
        ]
        SheetImportLine.objects.bulk_create(lines)
        _claim(one, again=True)
    SheetImport.objects.filter(pk=one.pk).update(
        state=State.CHECKED,
        problems=_told(found.problems),
        claimed_at=None,
    )
    one.refresh_from_db()


def _line(
    one: SheetImport, record: Record, made: Made, existing: ProjectPage | None
) -> SheetImportLine:
    title = made.sheet.title if made.sheet else ""
    if not title and "titre" in record.cells:
        title = as_text(record.cells["titre"].value)
    if made.problems:
        outcome = Outcome.REFUSED
    elif existing:
        outcome = Outcome.CHANGED if made.changes else Outcome.SAME
    else:
        outcome = Outcome.ADDED
    return SheetImportLine(
        sheet_import=one,
        line=record.line,
        identifier=record.identifier,
        title=title[:255],
        outcome=outcome,
        problems=_told(made.problems),
        notes=_told(made.notes),
        changes=[asdict(change) for change in made.changes],
        page=made.sheet if made.sheet and made.sheet.pk else None,
        revision=existing.latest_revision_id if existing else None,
    )


def _told(problems: Sequence[Problem]) -> list[dict]:
    """As many as somebody reads."""
    told = [asdict(problem) for problem in problems[:_TOLD]]
    if more := len(problems) - len(told):
        told.append(asdict(Problem("", "", f"… et {more} autre{'s' if more > 1 else ''}.")))
    return told


def _made(
    records: Sequence[Record], references: References, one: SheetImport, taken: dict[int, Record]
) -> Iterator[tuple[Record, Made, ProjectPage | None]]:
    """Of some records of a file, in a bounded number of statements, beside one of each known sheet (is it
    scheduled?) and one of each that was never published.
    taken: {sheet: what was said of it before}."""
    references.load_authorities(authority_texts(records))
    known = known_sheets(record.identifier for record in records)
    keys = [key for key in known.values() if isinstance(key, int)]
    sheets = with_rows(ProjectPage.objects.filter(pk__in=keys).prefetch_workflow_states()).in_bulk()
    parent = ProjectIndexPage.objects.get()
    for record in records:
        key = known.get(record.identifier)
        sheet = sheets.get(key) if isinstance(key, int) else None
        if key is not None and sheet is None:
            why = key if isinstance(key, str) else DELETED
        elif sheet and (first := taken.setdefault(sheet.pk, record)) is not record:
            why = f"C’est la fiche de la ligne {in_french(first.line)} : chaque fiche n’a qu’une ligne."
        else:
            why = _why_not(one, sheet, parent)
        if why:
            yield record, Made(None, [record.key.problem(why)]), sheet
            continue
        existing = last_draft(sheet) if sheet else None
        made = make(record, references, existing=existing, publish=one.publish)
        if made.changes and sheet and sheet.live and sheet.has_unpublished_changes:
            # What the file holds was online: it would go over what a colleague writes, or put it online.
            made = Made(None, [record.key.problem(_WAITS)], made.notes)
        yield record, made, sheet


def _why_not(one: SheetImport, sheet: ProjectPage | None, parent) -> str:
    if one.user is None or not one.user.is_active:
        return "Le compte qui a envoyé ce fichier n’existe plus."
    if sheet is None:
        may = parent.permissions_for_user(one.user)
        if not (may.can_publish_subpage() if one.publish else may.can_add_subpage()):
            return _MAY_NOT.format("publier" if one.publish else "ajouter")
        return ""
    may = sheet.permissions_for_user(one.user)
    if may.page_locked():
        return "Cette fiche est verrouillée : quelqu’un y travaille."
    if not may.can_edit() or (one.publish and not may.can_publish()):
        return _MAY_NOT.format("publier" if one.publish else "modifier")
    return ""


# --- The import ---------------------------------------------------------------------------------------


def run(one: SheetImport, until: datetime.datetime | None = None) -> None:
    """Save what is not saved yet, as far as the time goes."""
    if not _claim(one):
        return
    left = one.lines.filter(outcome__in=(Outcome.ADDED, Outcome.CHANGED), done_at=None)
    lines = {line.identifier: line for line in left}
    found = read(bytes(one.content), one.name).records if lines else []
    records = [record for record in found if record.identifier in lines]
    references = References()
    taken: dict[int, Record] = {}
    parent = ProjectIndexPage.objects.get()
    for some in batched(records, _AT_ONCE):
        for record, made, _ in _made(some, references, one, taken):
            _save(one, lines[record.identifier], made, references, parent)
            if until and timezone.now() >= until:
                SheetImport.objects.filter(pk=one.pk).update(claimed_at=None, failures=0)
                return
        _claim(one, again=True)
    done = {"state": State.DONE, "finished_at": timezone.now(), "claimed_at": None}
    if not one.lines.filter(outcome=Outcome.REFUSED).exists():
        done["content"] = None  # nothing is left to be corrected
    SheetImport.objects.filter(pk=one.pk).update(**done)
    one.refresh_from_db()


def _save(
    one: SheetImport, line: SheetImportLine, made: Made, references: References, parent
) -> None:
    """The sheet and the mark that it is done, or why not."""
    problems = _told(made.problems)
    is_saved = False
    try:
        with transaction.atomic():
            mine = SheetImportLine.objects.filter(pk=line.pk, done_at=None)
            if not mine.update(done_at=timezone.now()):
                return  # somebody else was faster
            if not problems and made.sheet:
                _refuse_what_moved(line, made.sheet)
                references.add_tools(made.sheet.tools.all())
                _write(one, line, made.sheet, parent)
                SheetImportLine.objects.filter(pk=line.pk).update(page=made.sheet.pk)
        is_saved = True
    except (Refused, ValidationError) as refused:
        problems = _told([Problem("", "", " ".join(refused.messages))])
    except Exception as error:
        if reason_of(error):
            references.settle(is_saved=False)
            raise
        logger.exception("import %s, line %s", one.pk, line.line)
        problems = _told([Problem("", "", "Une erreur inattendue a empêché de l’enregistrer.")])
    references.settle(is_saved=is_saved)
    if problems:
        SheetImportLine.objects.filter(pk=line.pk).update(
            outcome=Outcome.REFUSED, problems=problems, done_at=timezone.now()
        )


def _refuse_what_moved(line: SheetImportLine, sheet: ProjectPage) -> None:
    """Raises ValidationError when the sheet is not any more what the trial saw."""
    if sheet.pk:
        now = Page.objects.select_for_update().filter(pk=sheet.pk)
        if (line.page_id, line.revision) != now.values_list("pk", "latest_revision_id").first():
            raise ValidationError(
                "Quelqu’un a changé cette fiche depuis l’essai : envoyez le fichier à nouveau."
            )


def _write(one: SheetImport, line: SheetImportLine, sheet: ProjectPage, parent) -> None:
    if sheet.pk is None:
        if one.publish:
            publish_new(sheet, slug=sheet.title, parent=parent, user=one.user)
        else:
            add_draft(sheet, parent=parent, user=one.user)
        ImportedSheet.objects.create(source=SOURCE, key=line.identifier, page=sheet)
        return
    revision = sheet.save_revision(user=one.user, log_action=not one.publish)
    if one.publish:
        revision.publish(user=one.user)


def _claim(one: SheetImport, *, again: bool = False) -> bool:
    """Whether nobody else works at it; again: whoever holds it says that he still does."""
    now = timezone.now()
    found = SheetImport.objects.filter(pk=one.pk)
    if not again:
        found = found.filter(
            Q(claimed_at=None) | Q(claimed_at__lt=now - CLAIM), content__isnull=False
        )
    return bool(found.update(claimed_at=now))
