"""The facet that any dated record may have."""

from core.kinds import Facet

YEAR = Facet("annee", "Année", None, everywhere=True)
