"""What authors of stories leave, as docs/personal-data.md tells it."""

from core.retention import Concerns, Retention, lasting

from .models import (
    AFTER_DECLINED,
    AFTER_PUBLISHED,
    WITH_ADDRESS,
    WITHOUT_ADDRESS,
    WITHOUT_NEWS,
    Contribution,
)

RETENTION = (
    Retention(
        what="les réponses et l’adresse d’un projet raconté, inachevé ou non confirmé",
        why="continuer un autre jour",
        who_sees="qui détient l’adresse de la page",
        kept=f"{lasting(WITH_ADDRESS)} après la dernière réponse, {lasting(WITHOUT_ADDRESS)} sans adresse ; puis supprimées",
        concerns=Concerns.SENDERS,
        where="contributions/models.py",
        forget=Contribution.objects.forget_pending,
    ),
    Retention(
        what="l’adresse, les réponses, les questions et les raisons d’un projet raconté et confirmé",
        why="en faire une fiche avec son auteur, et lui dire ce qu’elle devient",
        who_sees="la rédaction",
        kept=f"{lasting(AFTER_DECLINED)} après un refus, {lasting(AFTER_PUBLISHED)} après la publication, sinon "
        f"{lasting(WITHOUT_NEWS)} sans nouvelle, ou jusqu’au retrait par son auteur ; puis effacées, le titre, la "
        "collectivité et les dates restent",
        concerns=Concerns.SENDERS,
        where="contributions/models.py",
        forget=Contribution.objects.forget,
    ),
)
