"""What a sheet says of people, as the page of personal data tells it."""

from core.retention import Concerns, Retention

CONTACT = Retention(
    what="le contact d’une fiche : fonction, service, nom et adresse",
    why="dire à qui s’adresser, et lui transmettre les questions",
    who_sees="fonction et service : tout le monde ; nom : tout le monde avec son accord, sinon la rédaction ; adresse : la "
    "rédaction",
    kept="autant que la fiche, ou jusqu’à ce que la personne demande à en être retirée",
    concerns=Concerns.NAMED,
    where="catalogue/models/pages.py",
)
