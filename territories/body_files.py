"""`bodies.csv`: syndicats, GIP, agencies and associations written by hand, and their other names."""

import csv
from functools import lru_cache
from pathlib import Path

from .models import siren_is_valid
from .names import TNCC_CODES, fold
from .register_files import Problem, RegisterError, RegisterRows, Row
from .types import BODY_TYPES

BODIES = "bodies.csv"
_COLUMNS = ["code", "type", "name", "siren", "departement", "region", "tncc", "also_known_as"]


def read_bodies(folder: Path, register: RegisterRows) -> list[Row]:
    """Checked rows of `bodies.csv` (none when there is no such file), or `RegisterError`."""
    departements = {row["code"] for row in register.departements}
    regions = {row["code"] for row in register.regions}
    problems: list[Problem] = []
    rows: list[Row] = []
    seen: set[str] = set()
    for line, row in _lines(folder, problems):
        faults = []
        if not row["code"] or row["code"] in seen:
            faults.append(f"code vide ou déjà pris : « {row['code']} »")
        if row["type"] not in BODY_TYPES:
            faults.append(f"type impossible pour un organisme : « {row['type']} »")
        if not row["name"]:
            faults.append("nom vide")
        if row["siren"] and not siren_is_valid(row["siren"]):
            faults.append(f"SIREN faux : « {row['siren']} »")
        if row["departement"] and row["departement"] not in departements:
            faults.append(f"département inconnu : « {row['departement']} »")
        if row["region"] and row["region"] not in regions:
            faults.append(f"région inconnue : « {row['region']} »")
        if row["tncc"] and row["tncc"] not in TNCC_CODES:
            faults.append(f"code d'article inconnu : « {row['tncc']} »")
        problems += [Problem(BODIES, line, fault) for fault in faults]
        seen.add(row["code"])
        rows.append(row)
    if problems:
        raise RegisterError(problems)
    return rows


def _lines(folder: Path, problems: list[Problem]) -> list[tuple[int, Row]]:
    path = folder / BODIES
    if not path.exists():
        return []
    found = []
    line = 0
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            reader = csv.reader(stream, strict=True)
            header = next(reader, [])
            if header != _COLUMNS:
                problems.append(Problem(BODIES, 1, f"colonnes attendues : {', '.join(_COLUMNS)}"))
                return []
            for values in reader:
                line = reader.line_num
                if len(values) != len(header):
                    reason = f"{len(values)} valeurs au lieu de {len(header)}"
                    problems.append(Problem(BODIES, line, reason))
                elif values:
                    stripped = (value.strip() for value in values)
                    found.append((line, dict(zip(header, stripped, strict=True))))
    except (csv.Error, UnicodeDecodeError) as error:
        problems.append(Problem(BODIES, line + 1, f"fichier illisible ({error})"))
    return found


@lru_cache(maxsize=4)
def codes_by_name(folder: Path) -> dict[str, str]:
    """Folded name or other name -> code, from `bodies.csv`: editors may rename the record."""
    found: dict[str, str] = {}
    for _, row in _lines(folder, []):
        for name in (row["name"], *row["also_known_as"].split(";")):
            if name.strip():
                found[fold(name)] = row["code"]
    return found
