"""What suggestions leave, as docs/personal-data.md tells it."""

from core.retention import Concerns, Retention, lasting

from .models import AFTER_DECISION, UNDECIDED, Suggestion

RETENTION = (
    Retention(
        what="ce qu’une personne extérieure dit d’un champ d’une fiche, et la fonction ou le service qui le dit",
        why="le montrer à côté de ce qui y est, jusqu’à ce que ce soit accepté ou refusé",
        who_sees="la rédaction, la collectivité qui répond d’une fiche validée ; tout le monde une fois accepté, avec qui l’a dit",
        kept=f"{lasting(AFTER_DECISION)} après la décision, {lasting(UNDECIDED)} sans décision ; puis effacés, les dates "
        "restent. Ce que la fiche montre reste avec elle",
        concerns=Concerns.SENDERS,
        where="suggestions/models.py",
        forget=Suggestion.objects.forget,
    ),
)
