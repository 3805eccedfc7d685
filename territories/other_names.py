"""Models of what the register knows of an authority beside its own row: other names, town hall."""

from django.db import models


class NameKind(models.TextChoices):
    """What another name is the name of."""

    DELEGUEE = "déléguée", "commune déléguée"
    ASSOCIEE = "associée", "commune associée"
    ARRONDISSEMENT = "arrondissement", "arrondissement"
    FORMER = "ancien", "ancien nom"
    USUAL = "usuel", "nom usuel"


class OtherName(models.Model):
    """A name or code that leads to an authority: of a former commune, an arrondissement, in use."""

    authority = models.ForeignKey(
        "territories.Authority",
        to_field="code",
        on_delete=models.CASCADE,
        related_name="other_names",
        verbose_name="collectivité",
    )
    kind = models.CharField("nature", max_length=16, choices=NameKind)
    name = models.CharField("nom", max_length=120)
    tncc = models.CharField("code d'article", max_length=1, blank=True)
    # INSEE code that it had; a commune nouvelle often keeps that of one of its former communes.
    code = models.CharField("code INSEE", max_length=9, blank=True)
    postcodes = models.CharField("codes postaux", max_length=60, blank=True)
    year = models.PositiveSmallIntegerField("jusqu'en", null=True, blank=True)

    class Meta:
        verbose_name = "autre nom"
        verbose_name_plural = "autres noms"
        ordering = ["name", "code"]
        indexes = [models.Index(fields=["code"])]

    def __str__(self):
        return self.name


class TownHall(models.Model):
    """Where a town hall is reached. The e-mail is for relaying: it is never shown nor exported."""

    authority = models.OneToOneField(
        "territories.Authority",
        to_field="code",
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="town_hall",
        verbose_name="commune",
    )
    email = models.CharField("adresse électronique", max_length=120, blank=True)
    telephone = models.CharField("téléphone", max_length=20, blank=True)
    site = models.CharField("site", max_length=200, blank=True)
    address = models.CharField("adresse postale", max_length=200, blank=True)

    class Meta:
        verbose_name = "mairie"
        verbose_name_plural = "mairies"

    def __str__(self):
        return self.authority_id
