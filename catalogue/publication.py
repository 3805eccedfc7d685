"""May this sheet be published? One function, asked by every way to publish.

The form asks it in `is_valid` (errors beside their fields); bulk action, workflow approval, scheduled
publishing, import, copy and plain code reach it through `core.publishing`. What is needed when is said by
`catalogue.fields`.
"""

from core.models import Picture
from core.rows import form_errors

from . import choices
from .completeness import is_answered, is_filled
from .evidence import why_not_second
from .fields import FIELDS, Field, When, hidden_from

MAX_OTHER_THEMES = 3
TITLE_LENGTH = 120
_HIDDEN = (
    "Une fiche de cette nature ne montre pas ce qui est écrit dans : {}. Remettez l’autre nature pour le garder, "
    "ou cochez « vider ce que cette nature ne montre pas »."
)

_APPLIES = {
    When.ALWAYS: lambda sheet: True,
    When.DOCUMENTARY: lambda sheet: _is_documentary(sheet),
    # A documentary sheet none of whose sources is dated has no date to give.
    When.DATED: lambda sheet: (
        not _is_documentary(sheet) or any(source.date for source in sheet.sources.all())
    ),
    When.WITH_AUTHORITY: lambda sheet: not _is_documentary(sheet),
    When.VALIDATED: lambda sheet: sheet.origin == choices.Origin.VALIDATED,
    When.DEBATE: lambda sheet: sheet.is_debate and not _is_documentary(sheet),
}


def publication_errors(sheet) -> dict[str, str]:
    """Why `sheet` (rows included) may not be published: {field: message in French}, {} when it may.

    "sources.2" is the second row of `sources`.
    """
    errors = {
        name: field.needed.message
        for name, field in FIELDS.items()
        if field.needed and _APPLIES[field.needed.when](sheet) and not is_answered(sheet, field)
    }
    if len(sheet.title) > TITLE_LENGTH:
        errors["title"] = f"Le titre compte {len(sheet.title)} caractères ; {TITLE_LENGTH} au plus."
    if sheet.kind and sheet.main_theme_id:
        errors |= _theme_errors(sheet)
    if sheet.start and sheet.end and sheet.end[: len(sheet.start)] < sheet.start[: len(sheet.end)]:
        errors["end"] = "La fin vient avant le début."
    if hidden := [field.label for field in hidden_from(sheet.kind) if is_filled(sheet, field.name)]:
        errors["kind"] = _HIDDEN.format(", ".join(hidden))
    # What is missing is said first where two messages would share a field.
    return (
        _all_of(form_errors(sheet), _wrong_sources(sheet), _half_counted(sheet))
        | _bare_pictures(sheet)
        | _contradictions(sheet)
        | errors
    )


def _all_of(*found: dict[str, str]) -> dict[str, str]:
    """Of a row that is wrong in several ways, all of them: who mends it need not try again to learn the next."""
    errors: dict[str, str] = {}
    for messages in found:
        for key, message in messages.items():
            errors[key] = f"{errors[key]} {message}" if key in errors else message
    return errors


def _is_documentary(sheet) -> bool:
    return sheet.origin == choices.Origin.DOCUMENTARY


def _theme_errors(sheet) -> dict[str, str]:
    others = list(sheet.other_themes.all())
    if len(others) > MAX_OTHER_THEMES:
        return {"other_themes": f"Trois autres thèmes au plus ; il y en a {len(others)}."}
    if any(theme.pk == sheet.main_theme_id for theme in others):
        return {"other_themes": "Le thème principal n’est pas à répéter ici."}
    return {}


def _bare_pictures(sheet) -> dict[str, str]:
    """A picture that is shown says what it shows, and whose it is."""
    keys = [row.picture_id for row in sheet.pictures.all()]
    bare = [
        f"« {picture.title} »"
        for picture in (Picture.objects.filter(pk__in=keys).order_by("pk") if keys else ())
        if not (picture.description.strip() and picture.credit.strip())
    ]
    if not bare:
        return {}
    return {
        "pictures": f"Donnez une description et un crédit à {', '.join(bare)} : ouvrez l’image et complétez-la."
    }


def _contradictions(sheet) -> dict[str, str]:
    """« Non connu » beside a value: somebody is wrong."""
    return {
        name: "Cette case contredit ce qui est écrit : décochez-la ou videz le reste."
        for name, field in FIELDS.items()
        if field.denies
        and is_filled(sheet, name)
        and any(is_filled(sheet, denied) for denied in field.denies)
    }


def _wrong_sources(sheet) -> dict[str, str]:
    """A source that is not there, or a second one that is the first again and confirms nothing."""
    sources = list(sheet.sources.all())
    errors = {}
    for name, field in FIELDS.items():
        rows = getattr(sheet, name).all() if _names_sources(sheet, field) else ()
        for place, row in enumerate(rows, start=1):
            if row.source_number and row.source_number > len(sources):
                errors[name] = (
                    f"« {row} » renvoie à la source n° {row.source_number}, mais la fiche en cite {len(sources)}."
                )
            elif why := why_not_second(sources, row):
                heading = field.label[:1].upper() + field.label[1:]
                errors[f"{name}.{place}"] = (
                    f"« {heading} », ligne {place} : « seconde source n° », {why}."
                )
    return errors


def _half_counted(sheet) -> dict[str, str]:
    """A quantity of nothing, or a unit without its number, is no cost that one can compare."""
    errors = {}
    for place, row in enumerate(sheet.costs.all(), start=1):
        if bool(row.unit) != (row.quantity is not None):
            half = "« quantité » sans unité : dites de quoi"
            if row.unit:
                half = "« unité » sans quantité : dites combien"
            errors[f"costs.{place}"] = f"« Coûts », ligne {place} : {half}, ou videz-la."
    return errors


def _names_sources(sheet, field: Field) -> bool:
    return bool(field.rows) and hasattr(
        sheet._meta.get_field(field.name).related_model, "source_number"
    )
