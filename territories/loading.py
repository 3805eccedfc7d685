"""Loading the register: everything is checked, then written in one transaction, or nothing is.

Idempotent: a digest of the files is kept, so that unchanged files cost one query; changed ones
are compared row by row, and only what differs is written.
"""

import datetime
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from core.batches import batched

from . import areas
from .body_files import BODIES, read_bodies
from .models import Authority, Departement, Region, RegisterState
from .names import fold
from .other_names import NameKind, OtherName, TownHall
from .register_changes import renumber, retire
from .register_files import FILES, Problem, RegisterError, read_register
from .register_rows import body_rows, build, build_areas, build_other_names, build_town_halls
from .signals import authorities_changed

# Part of the digest: raise it when the way rows become records changes.
FORMAT = 2
# The busiest year of mergers (2016) retired some 800 communes: more means a truncated file.
MAX_RETIRED_AT_ONCE = 2_000
_BATCH = 2_000

#: Fields that a load writes; all others (and every body that an editor added) stay untouched.
FIELDS = [
    "type",
    "type_wording",
    "roles",
    "name",
    "full_name",
    "tncc",
    "siren",
    "population",
    "population_year",
    "population_class",
    "departement_id",
    "region_id",
    "epci_id",
    "lon",
    "lat",
    "position_precision",
    "postcodes",
    "area_km2",
    "population_10km",
    "population_20km",
    "setting",
    "neighbours",
    "lookup",
    "is_registered",
    "retired_on",
    "successor_id",
]

#: Called with the step's name, what is done and what there is to do.
Progress = Callable[[str, int, int], None]


@dataclass(slots=True)
class Report:
    """Codes by what became of them; `unchanged` counts the others."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)
    returned: list[str] = field(default_factory=list)
    renumbered: dict[str, str] = field(default_factory=dict)  # code that was -> code that is
    # Gone before, now with their date and successor.
    explained: list[str] = field(default_factory=list)
    unchanged: int = 0
    skipped: bool = False  # the files are those of the last load

    @property
    def touched(self) -> frozenset[str]:
        return frozenset(
            (
                *self.added,
                *self.changed,
                *self.retired,
                *self.returned,
                *self.explained,
                *self.renumbered,
                *self.renumbered.values(),
            )
        )

    def __str__(self):
        if self.skipped:
            return "Registre inchangé depuis le dernier chargement."
        return (
            f"Registre : {len(self.added)} ajoutés, {len(self.changed)} modifiés, "
            f"{len(self.retired)} retirés, {len(self.returned)} rétablis, "
            f"{len(self.renumbered)} à un nouveau code, "
            f"{self.unchanged} inchangés."
        )


def data_folder() -> Path:
    return Path(settings.BASE_DIR) / "data" / "territories"


def load_register(
    *,
    folder: Path | None = None,
    progress: Progress | None = None,
    force: bool = False,
    today: datetime.date | None = None,
) -> Report:
    """Bring the database up to the files of `folder`. `RegisterError` means nothing changed.

    `force` compares again even when the files are those of the last load. Bodies of `bodies.csv`
    are created once: edited or deleted since, they stay so.
    """
    folder = folder or data_folder()
    tell = progress or (lambda step, done, total: None)
    digest = _digest(folder, FILES)
    bodies_digest = _digest(folder, (BODIES,))
    states = {state.source: state for state in RegisterState.objects.all()}
    same = "register" in states and states["register"].digest == digest
    same_bodies = "bodies" in states and states["bodies"].digest == bodies_digest
    if same and same_bodies and not force:
        return Report(skipped=True)

    tell("Lecture du registre", 0, 1)
    rows = read_register(folder)
    bodies = read_bodies(folder, rows)
    tell("Lecture du registre", 1, 1)
    with transaction.atomic():
        report = _write(rows, tell, today or timezone.localdate())
        _replace_town_halls(build_town_halls(rows))
        _replace_other_names(build_other_names(rows, _codes()))
        known = states["bodies"].known_codes if "bodies" in states else []
        _add_bodies(bodies, known, report)
        _remember("register", digest, [])
        _remember("bodies", bodies_digest, sorted({*known, *(row["code"] for row in bodies)}))
        if report.touched:
            authorities_changed.send(sender=Authority, codes=report.touched)
            # Without fresh statistics PostgreSQL's lookups take 26 ms instead of 16.
            with connection.cursor() as cursor:
                cursor.execute(f"ANALYZE {Authority._meta.db_table}")
    areas.forget()
    return report


def _digest(folder: Path, files: tuple[str, ...]) -> str:
    digest = hashlib.sha256(f"{FORMAT}".encode())
    for file in files:
        path = folder / file
        digest.update(path.read_bytes() if path.exists() else b"absent")
    return digest.hexdigest()


def _remember(source: str, digest: str, known: list[str]) -> None:
    RegisterState.objects.update_or_create(
        source=source, defaults={"digest": digest, "known_codes": known}
    )


def _write(rows, tell: Progress, today: datetime.date) -> Report:
    regions, departements = build_areas(rows)
    Region.objects.bulk_create(
        regions,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "tncc", "zone"],
    )
    Departement.objects.bulk_create(
        departements,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "tncc", "zone", "region"],
    )
    areas.forget()

    found, extra = build(rows)
    # After the areas are written: councils are looked up by their area's name.
    for authority in found:
        authority.derive()
    current = {authority.code for authority in found}
    renumbered = renumber(rows, current)
    report, new, changed = _compare(found, today, rows)
    report.renumbered = renumbered
    _save(new, changed, tell)
    _set_extra_departements(extra)
    return report


def _compare(found: list[Authority], today: datetime.date, rows):
    """What is new and what differs, against one read of the table."""
    known = {
        row[0]: row[1:]
        for row in Authority.objects.values_list("code", *FIELDS).iterator(chunk_size=5_000)
    }
    retired_index = FIELDS.index("retired_on")
    registered_index = FIELDS.index("is_registered")
    report, new, changed = Report(), [], []
    for authority in found:
        values = tuple(getattr(authority, name) for name in FIELDS)
        before = known.get(authority.code)
        if before is None:
            new.append(authority)
            report.added.append(authority.code)
        elif before == values:
            report.unchanged += 1
        else:
            changed.append(authority)
            came_back = before[retired_index] is not None and authority.retired_on is None
            (report.returned if came_back else report.changed).append(authority.code)

    current = {authority.code for authority in found}
    report.retired = [
        code
        for code, before in known.items()
        if before[registered_index] and before[retired_index] is None and code not in current
    ]
    if len(report.retired) > MAX_RETIRED_AT_ONCE:
        raise RegisterError(
            [
                Problem(
                    "registre",
                    0,
                    f"{len(report.retired)} collectivités du registre sont absentes des fichiers, "
                    f"plus de {MAX_RETIRED_AT_ONCE} : un fichier est sans doute tronqué",
                )
            ]
        )
    # Kept and marked: sheets still point to them, and follow to the one that lives on.
    report.explained = sorted(retire(report.retired, rows, today) - set(report.retired))
    return report, new, changed


def _save(new: list[Authority], changed: list[Authority], tell: Progress) -> None:
    step, total, done = "Registre des collectivités", len(new) + len(changed), 0
    tell(step, done, total)
    for batch in batched(new, _BATCH):
        Authority.objects.bulk_create(batch)
        done += len(batch)
        tell(step, done, total)
    update_fields = [name.removesuffix("_id") for name in FIELDS]
    for batch in batched(changed, _BATCH):
        Authority.objects.bulk_create(
            batch, update_conflicts=True, unique_fields=["code"], update_fields=update_fields
        )
        done += len(batch)
        tell(step, done, total)


def _set_extra_departements(extra: dict[str, list[str]]) -> None:
    for body in Authority.objects.filter(code__in=extra):
        body.extra_departements.set(extra[body.code])


def _codes() -> set[str]:
    return set(Authority.objects.values_list("code", flat=True))


def _replace_town_halls(found: list[TownHall]) -> None:
    """Only what differs is written: most of the 35,000 rows stay from year to year."""
    columns = ("authority_id", "email", "telephone", "site", "address")
    known = {row[0]: row for row in TownHall.objects.values_list(*columns)}
    fresh = [
        one
        for one in found
        if known.get(one.authority_id) != tuple(getattr(one, column) for column in columns)
    ]
    gone = known.keys() - {one.authority_id for one in found}
    stale = [*gone, *(one.authority_id for one in fresh if one.authority_id in known)]
    for start in range(0, len(stale), 500):
        TownHall.objects.filter(pk__in=stale[start : start + 500]).delete()
    TownHall.objects.bulk_create(fresh, batch_size=_BATCH)


def _replace_other_names(found: list[OtherName]) -> None:
    found = _with_names_of_merged(found)
    columns = ("authority_id", "kind", "name", "tncc", "code", "postcodes", "year")
    known = set(OtherName.objects.values_list(*columns))
    wanted = {tuple(getattr(one, column) for column in columns) for one in found}
    if known != wanted:
        OtherName.objects.all().delete()
        OtherName.objects.bulk_create(found, batch_size=_BATCH)
        RegisterState.renew_names()


def _with_names_of_merged(found: list[OtherName]) -> list[OtherName]:
    """No file says what editors put together: the names of a body that was merged lead to the one it became."""
    merged = list(Authority.objects.filter(merged=True).select_related("successor"))
    heirs = {one.code: one.successor for one in merged}
    for name in found:
        if heir := heirs.get(name.authority_id):
            name.authority_id = heir.code
    own = {
        (one.successor.code, one.name[:120])
        for one in merged
        if fold(one.name) != fold(one.successor.name)
    }
    known = {(one.authority_id, one.name) for one in found}
    return found + [
        OtherName(authority_id=code, kind=NameKind.USUAL, name=name)
        for code, name in sorted(own - known)
    ]


def _add_bodies(bodies: list[dict[str, str]], known: list[str], report: Report) -> None:
    present = set(
        Authority.objects.filter(code__in=[row["code"] for row in bodies]).values_list(
            "code", flat=True
        )
    )
    fresh = [row for row in bodies if row["code"] not in present and row["code"] not in known]
    made = list(body_rows(fresh))
    for body in made:
        body.derive()
    Authority.objects.bulk_create(made)
    report.added += [body.code for body in made]
