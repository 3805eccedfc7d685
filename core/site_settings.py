"""Réglages > Ce site: what an administrator says of it in the admin rather than in the environment. Read by
`core/identity.py`.
"""

from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


def _takes(label: str) -> models.BooleanField:
    return models.BooleanField(label, default=True)


@register_setting(icon="cog", order=1)
class SiteSettings(BaseGenericSetting):
    name = models.CharField(
        "nom du site",
        max_length=60,
        blank=True,
        help_text="Partout : pages, courriels, calendriers, flux. Vide : celui de l’installation.",
    )
    claim = models.CharField(
        "accroche", max_length=160, blank=True, help_text="Sous le nom, en pied de page."
    )
    logo = models.ForeignKey(
        "core.Picture",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="logo",
        help_text="À côté du nom, 40 pixels de haut. Vide : l’essaim.",
    )
    mailbox = models.EmailField(
        "adresse électronique",
        blank=True,
        help_text="Celle où le site dit d’écrire : pied de page, courriels, sécurité.",
    )
    contact = models.TextField(
        "autre contact",
        max_length=300,
        blank=True,
        help_text="Téléphone, adresse : en pied de page.",
    )
    validators = models.CharField(
        "qui relit et publie les fiches",
        max_length=160,
        blank=True,
        help_text="Par exemple « l’équipe numérique du syndicat ». Dit en pied de page.",
    )
    takes_questions = _takes("questions sur les fiches")
    takes_stories = _takes("projets racontés")
    takes_proposals = _takes("projets proposés pour un événement")
    takes_interests = _takes("« Ce projet m’intéresse »")
    takes_introductions = _takes(
        "demandes à un groupe, intérêt pour une expertise ou un achat groupé"
    )
    takes_reuses = _takes("reprises déclarées")
    takes_alerts = _takes("« Prévenez-moi » sur une recherche")
    takes_letters = _takes("abonnements à la lettre de la semaine")
    takes_follows = _takes("recommandations, et propositions d’un débat local, suivies")
    takes_sendings = _takes("fiches envoyées par courriel à un contact")
    takes_outcomes = _takes("ce qu’est devenue une note au conseil, demandé trois mois après")

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("claim")]),
        FieldPanel("logo"),
        MultiFieldPanel(
            [FieldPanel("mailbox"), FieldPanel("contact"), FieldPanel("validators")],
            heading="À qui l’on écrit, et qui répond des fiches",
        ),
        MultiFieldPanel(
            [
                FieldPanel(f"takes_{one}")
                for one in (
                    *("questions", "stories", "proposals", "interests"),
                    *("introductions", "reuses", "alerts", "letters"),
                    *("follows", "sendings", "outcomes"),
                )
            ],
            heading="Ce que les visiteurs peuvent envoyer",
            help_text="Fermé : plus rien n’y mène et son adresse le dit. Ce qui est déjà envoyé suit son cours, et l’on se désabonne toujours.",
        ),
    ]

    class Meta:
        verbose_name = "ce site"
