"""How much of a sheet is written: an aid to the editor, never shown to visitors nor used to rank."""

from core.sanitising import plain_text

# What another authority needs most weighs most. "Non connu" and "trop tôt" are answers.
WEIGHTS = {
    "summary": 3,
    "authority": 3,
    "context": 2,
    "objectives": 2,
    "actions": 3,
    "governance": 1,
    "start": 1,
    "means": 2,
    "investment": 2,
    "running": 2,
    "funding": 1,
    "tools": 1,
    "results": 3,
    "difficulties": 3,
    "success_factors": 2,
    "again": 1,
    "reproducibility": 3,
    "contact_function": 2,
    "sources": 1,
}


def is_answered(sheet, name: str) -> bool:
    """Whether one item of WEIGHTS has an answer, typed or in prose."""
    match name:
        case "means":
            return (
                sheet.means_unknown or bool(plain_text(sheet.means_text)) or bool(rows(sheet.means))
            )
        case "investment" | "running":
            nature = "investissement" if name == "investment" else "fonctionnement"
            return (
                getattr(sheet, f"{name}_unknown")
                or bool(plain_text(sheet.costs_text))
                or any(row.nature == nature for row in rows(sheet.costs))
            )
        case "funding" | "tools" | "difficulties":
            return bool(plain_text(getattr(sheet, f"{name}_text"))) or bool(
                rows(getattr(sheet, name))
            )
        case "results":
            return (
                sheet.results_too_early
                or bool(plain_text(sheet.results_text))
                or bool(rows(sheet.results))
            )
        case "sources":
            return bool(rows(sheet.sources))
        case "authority":
            return sheet.authority_id is not None
        case _:
            return bool(plain_text(getattr(sheet, name)))


def rows(manager) -> list:
    return list(manager.all())


def completeness(sheet) -> int:
    """Percentage, 0 to 100."""
    done = sum(weight for name, weight in WEIGHTS.items() if is_answered(sheet, name))
    return round(100 * done / sum(WEIGHTS.values()))
