"""What is kept of who has an account, as the page of personal data tells it."""

from core.retention import Concerns, Retention

RETENTION = (
    Retention(
        what="le nom, l’adresse, les groupes et la dernière connexion d’un compte, et le journal de ce qu’il a fait",
        why="savoir qui écrit, relit et publie",
        who_sees="les administrateurs ; le nom et ce qui a été fait d’une page : qui la modifie",
        kept="autant que le compte, qu’un administrateur désactive ou supprime à la demande de la personne",
        concerns=Concerns.ACCOUNTS,
        where="users/models.py",
    ),
)
