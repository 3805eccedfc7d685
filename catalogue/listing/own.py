"""What the list of sheets says of each: the sheet's own facts, and the views that every editor has."""

import datetime
from collections.abc import Callable

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from catalogue.choices import Origin, Status
from catalogue.models import OwnerConfirmation, ProjectPage, ProjectSource
from core.templatetags.typography import french_text
from core.words import NO_BREAK, partial_date
from taxonomy.models import Theme
from territories.choice import chosen_territory
from territories.population import CLASSES
from territories.typed_names import MAX_LENGTH
from users.models import User

from . import dead_links, missing, review
from .facts import MINE, Fact, Listed, View, any_of, one_of, words_of
from .review import Review
from .searching import of_authority

NONE = "aucune"
_ORIGINS = {
    Origin.DOCUMENTARY: "Documentaire",
    Origin.PROPOSED: "Proposée",
    Origin.VALIDATED: "Validée",
}
_STEPS = {
    "0-39": (f"Moins de 40{NO_BREAK}%", 0, 39),
    "40-69": (f"40 à 69{NO_BREAK}%", 40, 69),
    "70-100": (f"70{NO_BREAK}% et plus", 70, 100),
}
_CONFIRMATIONS = [
    ("recente", "Depuis moins d’un an"),
    ("ancienne", "Il y a plus d’un an"),
    ("jamais", "Jamais"),
]
_AGES = {str(years): years for years in (1, 2, 3, 5, 10)}


def _in(name: str) -> Callable:
    def method(sheets: QuerySet, _, values):
        return sheets.filter(**{f"{name}__in": values})

    return method


def _number(sheet, _):
    return sheet.number


# --- Whose it is ------------------------------------------------------------------------------


def _authority(sheet, _):
    return sheet.authority.label if sheet.authority_id else ""


def _authority_code(sheet, _):
    found = sheet.authority.identifier if sheet.authority_id else None
    return found["code"] if found else ""


def _departement_code(sheet, _):
    return (sheet.authority.departement_id or "") if sheet.authority_id else ""


def _departement(sheet, _):
    return sheet.authority.departement_name if sheet.authority_id else ""


def _population(sheet, _):
    return sheet.authority.population if sheet.authority_id else None


def _with_authority(sheets, _, typed: str):
    """As the register understands it, or by words of its names."""
    found, chosen = of_authority(typed[:MAX_LENGTH]), chosen_territory(typed)
    return sheets.filter(found | Q(authority=chosen.authority) if chosen else found)


def _class(sheet, _):
    if not sheet.authority_id or not sheet.authority.population_class:
        return ""
    return french_text(sheet.authority.population_class_label.removesuffix(" habitants"))


def _classes():
    return [*((str(one.key), one.label) for one in CLASSES), (NONE, "Sans population")]


def _with_class(sheets, _, values):
    keys = [int(value) for value in values if value != NONE]
    found = Q(authority__population_class__in=keys)
    if NONE in values:
        found |= Q(authority__population_class=None)
    return sheets.filter(found)


def _owners():
    """Accounts that own a sheet. « Moi » first: an address that means whoever opens it."""
    owners = User.objects.filter(Exists(ProjectPage.objects.filter(owner=OuterRef("pk"))))
    named = [(str(user.pk), user.get_full_name() or user.username) for user in owners]
    return [(MINE, "Moi"), *sorted(named, key=lambda one: one[1].casefold())]


# --- What it is about -------------------------------------------------------------------------


def _theme(sheet, _):
    return sheet.main_theme.name if sheet.main_theme_id else ""


def _themes():
    """Families, then what is in them, as the editors ordered them."""
    rows = Theme.objects.filter(merged=False).in_order().values_list("slug", "name", "parent")
    return [(slug, f"– {name}" if parent else name) for slug, name, parent in rows]


def _theme_heirs(slugs):
    merged = Theme.objects.filter(merged=True, slug__in=slugs)
    return dict(merged.values_list("slug", "successor__slug"))


def _with_theme(sheets, _, slugs):
    """As main theme or another, itself or one of its family."""
    themes = Theme.objects.filter(Q(slug__in=slugs) | Q(parent__slug__in=slugs))
    others = ProjectPage.other_themes.through.objects.filter(theme__in=themes)
    return sheets.filter(Q(main_theme__in=themes) | Q(pk__in=others.values("projectpage")))


# --- How far it is ----------------------------------------------------------------------------


def _review(_, place):
    return review.state(place).label


def _with_review(sheets, _, values):
    return sheets.alias(listed_state=review.rank()).filter(listed_state__in=review.places(values))


def _with_completeness(sheets, _, value):
    return sheets.filter(completeness__range=_STEPS[value][1:])


def _without(sheets, _, names):
    return missing.without(sheets, names)


# --- How true it still is ---------------------------------------------------------------------


def _confirmed():
    found = OwnerConfirmation.objects.filter(sheet=OuterRef("pk")).order_by()
    return Subquery(found.values("sheet").annotate(last=Max("confirmed_on")).values("last"))


def _with_confirmation(sheets, _, value):
    found = OwnerConfirmation.objects.filter(sheet=OuterRef("pk"))
    if value == "jamais":
        return sheets.filter(~Exists(found))
    recent = Exists(found.filter(confirmed_on__gt=_years_ago(1)))
    return sheets.filter(recent) if value == "recente" else sheets.filter(Exists(found), ~recent)


def _newest_source():
    dated = ProjectSource.objects.filter(page=OuterRef("pk")).exclude(date="").order_by()
    return Subquery(dated.values("page").annotate(last=Max("date")).values("last"))


def _source(sheet, date):
    return partial_date(date) if date else ""


def _with_source_age(sheets, _, value):
    """Older than so many years by the latest day that each partial date may mean."""
    dated = ProjectSource.objects.filter(page=OuterRef("pk")).exclude(date="")
    if value == NONE:
        return sheets.filter(~Exists(dated))
    day = _years_ago(_AGES[value]).isoformat()
    newer = dated.filter(Q(date__gte=day) | Q(date__in=(day[:4], day[:7])))
    return sheets.filter(Exists(dated), ~Exists(newer))


def _years_ago(years: int) -> datetime.date:
    today = timezone.localdate()
    day = 28 if (today.month, today.day) == (2, 29) else today.day
    return today.replace(year=today.year - years, day=day)


def _day(sheet, day):
    return f"{day:%d/%m/%Y}" if day else ""


def _ages():
    years = [(value, f"Plus de {count} an{'s' * (count > 1)}") for value, count in _AGES.items()]
    return [*years, (NONE, "Aucune source datée")]


_NUMBER = Fact(
    "number", "N°", lambda: F("number"), lambda sheet, _: str(sheet.number or ""), _number
)
_AUTHORITY = Fact(
    "authority",
    "Porteur",
    lambda: F("authority__name"),
    _authority,
    filter=words_of("Porteur", _with_authority),
)
_AUTHORITY_CODE = Fact("authority_code", "Code (INSEE, SIREN)", exported=_authority_code)
_DEPARTEMENT_CODE = Fact("departement_code", "Code du département", exported=_departement_code)
_DEPARTEMENT = Fact("departement", "Département", exported=_departement)
_CLASS = Fact(
    "class",
    "Population",
    lambda: F("authority__population"),
    _class,
    _population,
    any_of("Population du porteur", _classes, _with_class),
)
_THEME = Fact(
    "theme",
    "Thème",
    lambda: F("main_theme__name"),
    _theme,
    filter=any_of("Thème", _themes, _with_theme),
    heirs=_theme_heirs,
)
_ORIGIN = Fact(
    "origin",
    "Origine",
    lambda: F("origin"),
    lambda sheet, _: _ORIGINS.get(sheet.origin, sheet.origin),
    filter=any_of("Origine", Origin.choices, _in("origin")),
)
_STATUS = Fact(
    "status",
    "Avancement",
    exported=lambda sheet, _: sheet.get_status_display(),
    filter=any_of("Avancement", Status.choices, _in("status")),
)
_REVIEW = Fact(
    "review",
    "Relecture",
    review.rank,
    _review,
    filter=any_of("Relecture", Review.choices, _with_review),
)
_OWNER = Fact(
    "owner",
    "Rédigée par",
    exported=lambda sheet, _: str(sheet.owner or ""),
    filter=any_of("Rédigée par", _owners, "of_owner"),
)
_COMPLETENESS = Fact(
    "completeness",
    "Complète",
    lambda: F("completeness"),
    lambda sheet, _: f"{sheet.completeness}{NO_BREAK}%",
    lambda sheet, _: sheet.completeness,
    one_of("Complétude", [(value, step[0]) for value, step in _STEPS.items()], _with_completeness),
)
_MISSING = Fact(
    "missing", "Sans réponse à", filter=any_of("Sans réponse à", missing.choices, _without)
)
_CONFIRMED = Fact(
    "confirmed",
    "Confirmée",
    _confirmed,
    _day,
    lambda _, day: day,
    one_of("Confirmée par le porteur", _CONFIRMATIONS, _with_confirmation),
)
_SOURCE_AGE = Fact(
    "source_age",
    "Source",
    _newest_source,
    _source,
    lambda _, date: date or "",
    one_of("Source la plus récente", _ages, _with_source_age),
)

OWN = Listed(
    facts=(
        *(_NUMBER, _AUTHORITY, _AUTHORITY_CODE, _DEPARTEMENT_CODE, _DEPARTEMENT, _CLASS, _THEME),
        *(
            _ORIGIN,
            _STATUS,
            _REVIEW,
            _OWNER,
            _COMPLETENESS,
            _MISSING,
            _CONFIRMED,
            _SOURCE_AGE,
            dead_links.FACT,
        ),
    ),
    views=(
        View(
            "mes-brouillons",
            "Mes brouillons",
            {"owner": MINE, "review": (Review.DRAFT, Review.MODERATION, Review.CHANGED)},
        ),
        View("sans-difficulte", "Sans difficulté", {"missing": "difficulties_text"}),
        View("sources-anciennes", "Sources de plus de trois ans", {"source_age": "3"}),
        dead_links.VIEW,
    ),
)
