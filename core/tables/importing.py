"""A spreadsheet of pages: tried, then imported, by whoever works at it: a view for a small file, `manage.py due` for any.

Nothing is written before the whole file was tried, nor while one of its lines is refused unless its sender said so. Then
each page is saved in a transaction of its own, with the mark that it is done: who was killed is followed by the next, who
goes on from there.
"""

import datetime
import logging
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page

from core.batches import batched
from core.errors import reason_of
from core.publishing import Refused, add_draft, publish_new
from core.words import number as in_french

from .cells import as_text
from .contents import Contents, contents_of, registered
from .files import FileRefused
from .making import Made, make
from .models import FileImport, FileImportLine
from .reading import read_tables
from .records import Problem, Read, Record, records_of
from .written import last_draft

State, Outcome = FileImport.State, FileImportLine.Outcome
# Pages that are tried, or imported, while their sender waits.
TRIED_AT_ONCE, IMPORTED_AT_ONCE = 200, 20
CLAIM = datetime.timedelta(minutes=3)  # who says nothing for so long is gone
MOST_WAITING = 5  # files of one account
_MOST_FAILURES = 3
_WAITING = (State.TO_CHECK, State.TO_RUN)
_AT_ONCE = 100
_TOLD = 100  # cells of which something is said, of one page or of none
_WAITS = (
    "Des modifications de cette {noun} attendent d’être publiées : publiez-les ou abandonnez-les dans la {noun}, puis "
    "envoyez le fichier à nouveau."
)
DELETED = (
    "La {noun} de cet identifiant a été supprimée : prenez un autre identifiant pour la remettre."
)
logger = logging.getLogger(__name__)


def read(of: Contents, content: bytes, name: str) -> Read:
    """Raises FileRefused."""
    return records_of(of, read_tables(content, name))


def begin(of: Contents, *, name: str, content: bytes, user, publish: bool) -> FileImport:
    """Keep the file, and try it at once when it is small. Raises FileRefused."""
    if of.imports.objects.filter(user=user, state__in=_WAITING).count() >= MOST_WAITING:
        raise FileRefused(
            f"{MOST_WAITING} de vos fichiers attendent déjà leur tour : envoyez celui-ci quand l’un d’eux sera lu."
        )
    found = read(of, content, name)
    one = of.imports(name=name[:200], content=content, user=user, publish=publish)
    one.kind = of.key
    one.save()
    if len(found.records) <= TRIED_AT_ONCE:
        check(one, found)
    return one


def start(one: FileImport, *, without_refused: bool = False) -> bool:
    """Its sender wants it in: all of it, or what is not refused. False when that was said before, or it may not be."""
    waiting = type(one).objects.filter(pk=one.pk, state=State.CHECKED)
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
    tables = {of.imports for of in registered()}
    waiting = [
        (sent_at, pk, table)
        for table in tables
        for sent_at, pk in _waiting(table, free).values_list("sent_at", "pk")
    ]
    # One file in memory at a time.
    for _, pk, table in sorted(waiting, key=lambda one: one[:2]):
        if timezone.now() >= until:
            return
        if one := _waiting(table, free).filter(pk=pk).first():
            _work_at(one, until)


def _waiting(table: type[FileImport], free: Q):
    return table.objects.filter(free, state__in=_WAITING, content__isnull=False)


def _work_at(one: FileImport, until: datetime.datetime) -> None:
    """Whatever goes wrong, those that wait behind it must not: it is tried again when its claim is over."""
    try:
        if one.state == State.TO_RUN:
            run(one, until)
        else:
            check(one, read(contents_of(one.kind), bytes(one.content), one.name))
    except FileRefused as refused:
        _refuse(one, str(refused))
    except Exception as error:
        logger.exception("import %s", one.pk)
        if reason_of(error):
            return  # of the machine's making: the file is not to blame
        one.failures += 1
        type(one).objects.filter(pk=one.pk).update(failures=one.failures, claimed_at=timezone.now())
        if one.failures >= _MOST_FAILURES:
            said = "Une erreur inattendue a arrêté ce fichier : ce qui était importé le reste."
            _refuse(one, said)


def _refuse(one: FileImport, said: str) -> None:
    type(one).objects.filter(pk=one.pk).update(state=State.REFUSED, said=said, claimed_at=None)


# --- The trial ----------------------------------------------------------------------------------------


def check(one: FileImport, found: Read) -> None:
    """Say of each page what would become of it. Who was killed begins anew."""
    if not _claim(one):
        return
    of = contents_of(one.kind)
    one.lines.all().delete()
    references = of.references(one.user)
    taken: dict[int, Record] = {}
    for records in batched(found.records, _AT_ONCE):
        lines = [
            _line(one, record, made, existing)
            for record, made, existing in _made(records, references, one, taken)
        ]
        of.lines.objects.bulk_create(lines)
        _claim(one, again=True)
    type(one).objects.filter(pk=one.pk).update(
        state=State.CHECKED,
        problems=_told(found.problems),
        claimed_at=None,
    )
    one.refresh_from_db()


def _line(one: FileImport, record: Record, made: Made, existing: Any) -> FileImportLine:
    title = made.page.title if made.page else ""
    if not title and "titre" in record.cells:
        title = as_text(record.cells["titre"].value)
    if made.problems:
        outcome = Outcome.REFUSED
    elif existing:
        outcome = Outcome.CHANGED if made.changes else Outcome.SAME
    else:
        outcome = Outcome.ADDED
    lines = one.lines
    return lines.model(
        **{lines.field.name: one},
        line=record.line,
        identifier=record.identifier,
        title=title[:255],
        outcome=outcome,
        problems=_told(made.problems),
        notes=_told(made.notes),
        changes=[asdict(change) for change in made.changes],
        page=made.page if made.page and made.page.pk else None,
        revision=existing.latest_revision_id if existing else None,
    )


def _told(problems: Sequence[Problem]) -> list[dict]:
    """As many as somebody reads."""
    told = [asdict(problem) for problem in problems[:_TOLD]]
    if more := len(problems) - len(told):
        told.append(asdict(Problem("", "", f"… et {more} autre{'s' if more > 1 else ''}.")))
    return told


def _made(
    records: Sequence[Record], references: Any, one: FileImport, taken: dict[int, Record]
) -> Iterator[tuple[Record, Made, Any]]:
    """Of some records of a file, in a bounded number of statements, beside one of each known page (is it
    scheduled?) and one of each that was never published.
    taken: {page: what was said of it before}."""
    of = contents_of(one.kind)
    of.load(references, records)
    known = of.known(record.identifier for record in records)
    keys = [key for key in known.values() if isinstance(key, int)]
    found = of.with_rows(of.model.objects.filter(pk__in=keys).prefetch_workflow_states())
    pages = found.in_bulk()
    parent = of.parent()
    for record in records:
        key = known.get(record.identifier)
        page = pages.get(key) if isinstance(key, int) else None
        if key is not None and page is None:
            why = key if isinstance(key, str) else DELETED.format(noun=of.noun)
        elif page and (first := taken.setdefault(page.pk, record)) is not record:
            why = (
                f"C’est la {of.noun} de la ligne {in_french(first.line)} : "
                f"chaque {of.noun} n’a qu’une ligne."
            )
        else:
            why = _why_not(one, page, parent)
        if why:
            yield record, Made(None, [record.key.problem(why)]), page
            continue
        existing = last_draft(page) if page else None
        made = make(of, record, references, existing=existing, publish=one.publish, user=one.user)
        if made.changes and page and page.live and page.has_unpublished_changes:
            # What the file holds was online: it would go over what a colleague writes, or put it online.
            made = Made(None, [record.key.problem(_WAITS.format(noun=of.noun))], made.notes)
        yield record, made, page


def _why_not(one: FileImport, page: Any, parent: Page) -> str:
    if one.user is None or not one.user.is_active:
        return "Le compte qui a envoyé ce fichier n’existe plus."
    noun = contents_of(one.kind).noun
    if page is None:
        may = parent.permissions_for_user(one.user)
        if not (may.can_publish_subpage() if one.publish else may.can_add_subpage()):
            return f"Vous ne pouvez pas {'publier' if one.publish else 'ajouter'} cette {noun}."
        return ""
    may = page.permissions_for_user(one.user)
    if may.page_locked():
        return f"Cette {noun} est verrouillée : quelqu’un y travaille."
    if not may.can_edit() or (one.publish and not may.can_publish()):
        return f"Vous ne pouvez pas {'publier' if one.publish else 'modifier'} cette {noun}."
    return ""


# --- The import ---------------------------------------------------------------------------------------


def run(one: FileImport, until: datetime.datetime | None = None) -> None:
    """Save what is not saved yet, as far as the time goes."""
    if not _claim(one):
        return
    of = contents_of(one.kind)
    left = one.lines.filter(outcome__in=(Outcome.ADDED, Outcome.CHANGED), done_at=None)
    lines = {line.identifier: line for line in left}
    found = read(of, bytes(one.content), one.name).records if lines else []
    records = [record for record in found if record.identifier in lines]
    references = of.references(one.user)
    taken: dict[int, Record] = {}
    parent = of.parent()
    for some in batched(records, _AT_ONCE):
        for record, made, _ in _made(some, references, one, taken):
            _save(one, lines[record.identifier], made, references, parent)
            if until and timezone.now() >= until:
                type(one).objects.filter(pk=one.pk).update(claimed_at=None, failures=0)
                return
        _claim(one, again=True)
    done = {"state": State.DONE, "finished_at": timezone.now(), "claimed_at": None}
    if not one.lines.filter(outcome=Outcome.REFUSED).exists():
        done["content"] = None  # nothing is left to be corrected
    type(one).objects.filter(pk=one.pk).update(**done)
    one.refresh_from_db()


def _save(one: FileImport, line: FileImportLine, made: Made, references: Any, parent: Page) -> None:
    """The page and the mark that it is done, or why not."""
    of = contents_of(one.kind)
    problems = _told(made.problems)
    is_saved = False
    try:
        with transaction.atomic():
            mine = of.lines.objects.filter(pk=line.pk, done_at=None)
            if not mine.update(done_at=timezone.now()):
                return  # somebody else was faster
            if not problems and made.page:
                _refuse_what_moved(of, line, made.page)
                of.before_saving(references, made.page)
                _write(one, line, made.page, parent)
                of.lines.objects.filter(pk=line.pk).update(page=made.page.pk)
        is_saved = True
    except (Refused, ValidationError) as refused:
        problems = _told([Problem("", "", " ".join(refused.messages))])
    except Exception as error:
        if reason_of(error):
            of.settle(references, is_saved=False)
            raise
        logger.exception("import %s, line %s", one.pk, line.line)
        problems = _told([Problem("", "", "Une erreur inattendue a empêché de l’enregistrer.")])
    of.settle(references, is_saved=is_saved)
    if problems:
        of.lines.objects.filter(pk=line.pk).update(
            outcome=Outcome.REFUSED, problems=problems, done_at=timezone.now()
        )


def _refuse_what_moved(of: Contents, line: FileImportLine, page: Any) -> None:
    """Raises ValidationError when the page is not any more what the trial saw."""
    if page.pk:
        now = Page.objects.select_for_update().filter(pk=page.pk)
        if (line.page_id, line.revision) != now.values_list("pk", "latest_revision_id").first():
            raise ValidationError(
                f"Quelqu’un a changé cette {of.noun} depuis l’essai : envoyez le fichier à nouveau."
            )


def _write(one: FileImport, line: FileImportLine, page: Any, parent: Page) -> None:
    if page.pk is None:
        if one.publish:
            publish_new(page, slug=page.title, parent=parent, user=one.user)
        else:
            add_draft(page, parent=parent, user=one.user)
        contents_of(one.kind).remember(line.identifier, page)
        return
    revision = page.save_revision(user=one.user, log_action=not one.publish)
    if one.publish:
        revision.publish(user=one.user)


def _claim(one: FileImport, *, again: bool = False) -> bool:
    """Whether nobody else works at it; again: whoever holds it says that he still does."""
    now = timezone.now()
    found = type(one).objects.filter(pk=one.pk)
    if not again:
        found = found.filter(
            Q(claimed_at=None) | Q(claimed_at__lt=now - CLAIM), content__isnull=False
        )
    return bool(found.update(claimed_at=now))
