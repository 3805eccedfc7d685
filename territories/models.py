"""The register: areas (régions, départements) and authorities (whoever can carry a project)."""

import re
import uuid

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import connection, models

from core.records import Place
from core.reference_data.models import ReferenceQuerySet, ReferenceRecord
from core.slugs import row_slug

from . import areas, names
from .lookup_column import lookup_text
from .other_names import NameKind, OtherName, TownHall  # noqa: F401 (models of this app)
from .population import class_label, population_class
from .settings_of_places import Setting
from .types import BODY_TYPES, FAMILIES, GROUPEMENT, ORGANISME, REGION, SHORT_LABELS, AuthorityType
from .types import DEPARTEMENT as DEPARTEMENT_FAMILY


class Region(models.Model):
    """A région, as a place: its council is an `Authority` of its own."""

    code = models.CharField("code INSEE", max_length=3, primary_key=True)
    name = models.CharField("nom", max_length=80)
    tncc = models.CharField("code d'article", max_length=1, blank=True)
    zone = models.CharField("zone", max_length=5)  # metro, drom, com

    class Meta:
        verbose_name = "région"
        verbose_name_plural = "régions"
        ordering = ["name"]

    def __str__(self):
        return self.name


class Departement(models.Model):
    """A département, as a place: its council is an `Authority` of its own."""

    code = models.CharField("code INSEE", max_length=3, primary_key=True)
    name = models.CharField("nom", max_length=80)
    tncc = models.CharField("code d'article", max_length=1, blank=True)
    zone = models.CharField("zone", max_length=5)
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="departements", verbose_name="région"
    )

    class Meta:
        verbose_name = "département"
        verbose_name_plural = "départements"
        ordering = ["code"]

    def __str__(self):
        return self.name


class Precision(models.TextChoices):
    """How good a position is: that of the town hall or a point of the commune, or a mean."""

    PLACE = "place", "du lieu"
    EPCI = "epci", "de l'intercommunalité"
    DEPARTMENT = "department", "du département"
    NONE = "", "inconnue"


class AuthorityQuerySet(ReferenceQuerySet):
    def update(self, **kwargs):
        changed = super().update(**kwargs)
        if changed:
            RegisterState.renew_names()
        return changed

    def bulk_create(self, *args, **kwargs):
        made = super().bulk_create(*args, **kwargs)
        RegisterState.renew_names()
        return made

    def delete(self):
        gone = super().delete()
        RegisterState.renew_names()
        return gone

    delete.queryset_only = True

    def current(self):
        """Those that exist today: not retired."""
        return self.filter(retired_on=None)

    def bodies(self):
        """Those that editors add and edit; all others come from the register's files."""
        return self.filter(is_registered=False)


OVERSEAS = "outre-mer"  # Place.zone
siren_validator = RegexValidator(r"^\d{9}$", "Un SIREN compte neuf chiffres.")


class Authority(ReferenceRecord):
    """Whoever can carry a project. A body that holds two roles is one record (`roles`).

    `code` is the public identifier, used in addresses and never changed: INSEE code of a commune,
    SIREN of an EPCI, "D47" and "R75" for councils, the code of `special_bodies.csv`, and for a
    body that an editor added its SIREN or "org-" and its slug.
    """

    type = models.CharField("type", max_length=24, choices=AuthorityType)
    # The type's words when the usual ones would be wrong ("collectivité d'outre-mer").
    type_wording = models.CharField("type, en toutes lettres", max_length=60, blank=True)
    # Other types that this body also plays (Ville de Paris is also a département), space separated.
    roles = models.CharField("autres rôles", max_length=40, blank=True)
    code = models.CharField("code", max_length=60, unique=True)
    name = models.CharField("nom", max_length=200)
    full_name = models.CharField("nom complet", max_length=250, blank=True)
    tncc = models.CharField("code d'article", max_length=1, blank=True)
    siren = models.CharField("SIREN", max_length=9, blank=True, validators=[siren_validator])
    population = models.PositiveIntegerField("population", null=True, blank=True)
    population_year = models.PositiveSmallIntegerField("millésime", null=True, blank=True)
    population_class = models.PositiveSmallIntegerField(
        "classe de population", null=True, blank=True, editable=False
    )
    departement = models.ForeignKey(
        Departement,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="authorities",
        verbose_name="département",
    )
    extra_departements = models.ManyToManyField(
        Departement, blank=True, related_name="+", verbose_name="autres départements"
    )
    region = models.ForeignKey(
        Region,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="authorities",
        verbose_name="région",
    )
    # To the code: a Place needs its EPCI's code, and a bulk load needs no map of keys.
    epci = models.ForeignKey(
        "self",
        to_field="code",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="members",
        verbose_name="intercommunalité",
    )
    lon = models.FloatField("longitude", null=True, blank=True)
    lat = models.FloatField("latitude", null=True, blank=True)
    position_precision = models.CharField(
        "précision de la position", max_length=10, choices=Precision, blank=True
    )
    postcodes = models.CharField("codes postaux", max_length=200, blank=True)
    area_km2 = models.FloatField("superficie (km²)", null=True, blank=True)
    # Of the communes whose town hall is that near, its own population included.
    population_10km = models.PositiveIntegerField("population à 10 km", null=True, blank=True)
    population_20km = models.PositiveIntegerField("population à 20 km", null=True, blank=True)
    setting = models.CharField("cadre", max_length=12, choices=Setting, blank=True)
    # INSEE codes of the communes that touch it, space separated: read for one commune at a time,
    # which does not pay for a table of 200,000 pairs to load and to index.
    neighbours = models.TextField("communes voisines", blank=True, editable=False)
    # What `known_names` reads: see `lookup_column` for its form.
    lookup = models.CharField(max_length=800, editable=False)
    is_registered = models.BooleanField("issu du registre", default=False, editable=False)
    retired_on = models.DateField("n'existe plus depuis", null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        to_field="code",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="predecessors",
        verbose_name="repris par",
    )

    own_fields = ("name", "type", "siren", "departement", "region")
    objects = AuthorityQuerySet.as_manager()

    class Meta:
        verbose_name = "collectivité ou organisme"
        verbose_name_plural = "collectivités et organismes"
        ordering = ["name", "code"]
        indexes = [
            models.Index(fields=["siren"]),
            models.Index(fields=["is_registered", "name"]),
        ]

    def __str__(self):
        return self.label

    def save(self, *args, **kwargs):
        self.derive()
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "full_name", "population_class", "lookup"}
        super().save(*args, **kwargs)
        RegisterState.renew_names()

    def delete(self, *args, **kwargs):
        gone = super().delete(*args, **kwargs)
        RegisterState.renew_names()
        return gone

    def clean(self):
        super().clean()
        if not self.is_registered and self.type and self.type not in BODY_TYPES:
            raise ValidationError(
                {"type": "Ce type vient du registre national : il ne s'ajoute pas à la main."}
            )
        if self.siren:
            if not siren_is_valid(self.siren):
                raise ValidationError({"siren": "Ce SIREN est faux : sa clé ne correspond pas."})
            others = Authority.objects.filter(siren=self.siren, merged=False).exclude(pk=self.pk)
            if other := others.first():
                raise ValidationError({"siren": f"Ce SIREN est déjà celui de {other.label}."})
        if self.departement_id and not self.region_id:
            self.region_id = self.departement.region_id

    def derive(self) -> None:
        """Set what follows from the other fields; a bulk write calls it itself."""
        if not self.code:
            self.code = self._new_code()
        if not self.is_registered:
            self.full_name = self.name
        self.population_class = population_class(self.population)
        self.lookup = lookup_text(self)

    def _new_code(self) -> str:
        if self.siren and not Authority.objects.filter(code=self.siren).exists():
            return self.siren
        name = names.fold(self.name)[:48] or "organisme"
        return row_slug(Authority, f"org-{name}", field="code")

    # --- What it is ---------------------------------------------------------------------------

    @property
    def family(self) -> str:
        """ "commune", "groupement", "departement", "region" or "organisme"."""
        return FAMILIES.get(self.type, ORGANISME)

    @property
    def type_label(self) -> str:
        """« commune », « communauté de communes », « collectivité d'outre-mer »."""
        return self.type_wording or SHORT_LABELS.get(self.type, "")

    @property
    def population_class_label(self) -> str:
        """« 500 à 1 999 », "" without population."""
        return class_label(self.population_class)

    population_class_label.fget.short_description = "classe de population"

    def why_not_merged_into(self, kept) -> str:
        if self.is_registered:
            return (
                f"{self.label} vient des fichiers officiels : gardez-la, et réunissez-lui l’autre."
            )
        return ""

    @property
    def told(self) -> str:
        if not self.is_retired:
            return str(self)
        heir = f" ; {self.successor.label} a pris la suite" if self.successor_id else ""
        return f"{self} (n’existe plus depuis le {self.retired_on:%d/%m/%Y}{heir})"

    def take_names_of(self, other) -> None:
        if names.fold(other.name) != names.fold(self.name):
            OtherName.objects.get_or_create(
                authority=self, kind=NameKind.USUAL, name=other.name[:120]
            )

    def get_absolute_url(self) -> str:
        return f"/territoires/{self.code}/"

    def departement_codes(self) -> list[str]:
        """Every département it belongs to or governs. Prefetch `extra_departements` in a loop."""
        main = [self.departement_id] if self.departement_id else []
        return main + [area.code for area in self.extra_departements.all()]

    # --- How it is named ----------------------------------------------------------------------

    #: Columns that `label` reads, for a queryset that loads no others.
    NAMED_BY = ("type", "name", "full_name", "departement", "region")

    @property
    def departement_name(self) -> str:
        return areas.departement_name(self.departement_id)

    @property
    def region_name(self) -> str:
        return areas.region_name(self.region_id)

    @property
    def subject_name(self) -> str:
        """The name in a sentence: « Le Havre », « le Département de l'Oise »."""
        return names.with_article(self.name, self.tncc)

    @property
    def of_name(self) -> str:
        """« du Havre », « de Boé », « du Département de l'Oise »."""
        return names.of_name(self.name, self.tncc)

    @property
    def at_name(self) -> str:
        """« au Havre », « à Boé », « au Département de l'Oise »."""
        return names.at_name(self.name, self.tncc)

    @property
    def area_name(self) -> str:
        """Where it is, when the name does not say it: its département, else its région."""
        if self.family == REGION:
            return ""
        if self.family == DEPARTEMENT_FAMILY:
            return self.region_name if self.region_name not in self.name else ""
        area = self.departement_name or self.region_name
        says_it = area == self.name or (self.family == ORGANISME and area in self.name)
        return "" if says_it else area

    @property
    def label(self) -> str:
        """« Évry (Yonne) »: how it is named wherever it stands alone."""
        return names.in_area(self.full_name or self.name, self.area_name)

    @property
    def of_label(self) -> str:
        """« d'Évry (Yonne) », « du Havre (Seine-Maritime) », « de la Communauté de communes… »."""
        full = self.full_name or self.name
        tncc = self.tncc if full == self.name else ""
        return names.in_area(names.of_name(full, tncc), self.area_name)

    @property
    def identifier(self) -> dict[str, str] | None:
        """Its code for machines: {"scheme": "INSEE" or "SIREN", "code"}; None when it has neither."""
        if self.type == AuthorityType.COMMUNE:
            return {"scheme": "INSEE", "code": self.code}
        if self.code in (f"D{self.departement_id}", f"R{self.region_id}"):
            return {"scheme": "INSEE", "code": self.code[1:]}
        return {"scheme": "SIREN", "code": self.siren} if self.siren else None

    @property
    def line(self) -> list[str]:
        """The territory line before the figure: ["Boé", "commune", "Lot-et-Garonne"].

        A name that says its own type ("Département de l'Oise") is not followed by it again.
        """
        parts = [self.name]
        repeats = re.match(rf"{re.escape(self.type_label)}\b", self.name, re.IGNORECASE)
        if self.type_label and not repeats:
            parts.append(self.type_label)
        if self.area_name:
            parts.append(self.area_name)
        return parts

    def card(self) -> dict:
        """What a card shows of it: JSON, nothing said twice (the line's rules)."""
        rest = self.line[1:]
        return {
            "code": self.code,
            "name": self.name,
            "label": self.label,
            "type_label": self.type_label if self.type_label in rest else "",
            "departement": self.area_name,
            "population": self.population,
        }

    # --- How it is compared -------------------------------------------------------------------

    def place(self) -> Place:
        """Its territory as comparison and ranking see it; needs no query."""
        return place_of(*(getattr(self, name) for name in PLACE_COLUMNS))


PLACE_COLUMNS = (
    *("code", "successor_id", "type", "population", "epci_id", "departement_id", "region_id"),
    *("lon", "lat", "position_precision", "setting"),
)


def place_of(
    code, successor, kind, population, epci, departement, region, lon, lat, precision, setting
) -> Place:
    """Of the values of `PLACE_COLUMNS`."""
    is_known = precision in (Precision.PLACE, Precision.EPCI)
    family = FAMILIES.get(kind, ORGANISME)
    return Place(
        # What a commune did before it was merged is its successor's own.
        code=successor or code,
        type=kind,
        family=family,
        population=population,
        epci=code if family == GROUPEMENT else epci or "",
        departement=departement or "",
        region=region or "",
        lon=lon if is_known else None,
        lat=lat if is_known else None,
        setting=setting,
        zone=OVERSEAS if areas.is_overseas(region) else "",
        unsized=family if population is None else "",
    )


NAMES = "names"  # the source of RegisterState that tells when `known_names` is stale


class RegisterState(models.Model):
    """What was last loaded, so that unchanged files are not read again. One row per source."""

    source = models.CharField(max_length=40, unique=True)
    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField(auto_now=True)
    # Codes that a hand-written file brought once: deleted by an editor, they stay deleted.
    known_codes = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name = "état du registre"
        verbose_name_plural = "états du registre"

    def __str__(self):
        return self.source

    @classmethod
    def renew_names(cls) -> None:
        """Say that names, codes or populations changed: each process reads them again."""
        cls.objects.update_or_create(source=NAMES, defaults={"digest": uuid.uuid4().hex})

    @classmethod
    def names_generation(cls) -> str:
        # Written out: every letter that somebody types asks.
        table = cls._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT digest FROM {table} WHERE source = %s", [NAMES])  # noqa: S608 - a name of ours
            row = cursor.fetchone()
        return row[0] if row else ""


def siren_is_valid(siren: str) -> bool:
    """Luhn's key over the nine digits."""
    if not re.fullmatch(r"[0-9]{9}", siren):
        return False
    total = 0
    for index, digit in enumerate(siren):
        value = int(digit) * (2 if index % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
