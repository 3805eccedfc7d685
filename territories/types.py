"""Types of authority: their slugs (those of the type facet), words and families."""

from django.db import models


class AuthorityType(models.TextChoices):
    COMMUNE = "commune", "Commune"
    COMMUNAUTE_COMMUNES = "communaute_communes", "Communauté de communes"
    COMMUNAUTE_AGGLO = "communaute_agglo", "Communauté d'agglomération"
    COMMUNAUTE_URBAINE = "communaute_urbaine", "Communauté urbaine"
    METROPOLE = "metropole", "Métropole"
    EPT = "ept", "Établissement public territorial"
    PETR_PAYS = "petr_pays", "PETR, pays ou parc naturel régional"
    DEPARTEMENT = "departement", "Département"
    REGION = "region", "Région ou collectivité territoriale unique"
    SYNDICAT_MIXTE = "syndicat_mixte", "Syndicat mixte, d'énergie ou informatique"
    GIP = "gip", "Groupement d'intérêt public"
    AGENCE = "agence", "Agence"
    ASSOCIATION = "association", "Association"
    AUTRE = "autre", "Autre organisme public"


# What stands in a territory line ("Boé · commune · Lot-et-Garonne"), where the label of a list of
# choices would be too long or begin with a capital.
SHORT_LABELS: dict[str, str] = {
    AuthorityType.COMMUNE: "commune",
    AuthorityType.COMMUNAUTE_COMMUNES: "communauté de communes",
    AuthorityType.COMMUNAUTE_AGGLO: "communauté d'agglomération",
    AuthorityType.COMMUNAUTE_URBAINE: "communauté urbaine",
    AuthorityType.METROPOLE: "métropole",
    AuthorityType.EPT: "établissement public territorial",
    AuthorityType.PETR_PAYS: "pays ou parc naturel régional",
    AuthorityType.DEPARTEMENT: "département",
    AuthorityType.REGION: "région",
    AuthorityType.SYNDICAT_MIXTE: "syndicat mixte",
    AuthorityType.GIP: "groupement d'intérêt public",
    AuthorityType.AGENCE: "agence",
    AuthorityType.ASSOCIATION: "association",
    AuthorityType.AUTRE: "organisme public",
}

COMMUNE, GROUPEMENT, DEPARTEMENT, REGION, ORGANISME = (
    "commune",
    "groupement",
    "departement",
    "region",
    "organisme",
)

FAMILIES: dict[str, str] = {
    AuthorityType.COMMUNE: COMMUNE,
    AuthorityType.COMMUNAUTE_COMMUNES: GROUPEMENT,
    AuthorityType.COMMUNAUTE_AGGLO: GROUPEMENT,
    AuthorityType.COMMUNAUTE_URBAINE: GROUPEMENT,
    AuthorityType.METROPOLE: GROUPEMENT,
    AuthorityType.EPT: GROUPEMENT,
    # A pays or a PETR groups groupings and has no population of its own in the register.
    AuthorityType.PETR_PAYS: ORGANISME,
    AuthorityType.DEPARTEMENT: DEPARTEMENT,
    AuthorityType.REGION: REGION,
    AuthorityType.SYNDICAT_MIXTE: ORGANISME,
    AuthorityType.GIP: ORGANISME,
    AuthorityType.AGENCE: ORGANISME,
    AuthorityType.ASSOCIATION: ORGANISME,
    AuthorityType.AUTRE: ORGANISME,
}

#: Types that the register's files hold: never added or edited by hand.
REGISTER_TYPES = frozenset(
    kind for kind, family in FAMILIES.items() if family in (COMMUNE, DEPARTEMENT, REGION)
) | {
    AuthorityType.COMMUNAUTE_COMMUNES,
    AuthorityType.COMMUNAUTE_AGGLO,
    AuthorityType.COMMUNAUTE_URBAINE,
    AuthorityType.METROPOLE,
}

#: Types that an editor adds.
BODY_TYPES: tuple[AuthorityType, ...] = tuple(
    kind for kind in AuthorityType if kind not in REGISTER_TYPES
)
