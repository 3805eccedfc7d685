"""The first sentences of « Ce que l’on sait de… »: who told it, and how sure it is."""

from core.templatetags.typography import plural
from core.words import number

from .shapes import Known


def lead(known: Known) -> str:
    """« 9 collectivités l’ont raconté, d’Agen (329 habitants) à Pau (26 000 habitants). 2 résultats sont mesurés. »"""
    return " ".join(filter(None, (_who(known), _results(known))))


def _who(known: Known) -> str:
    smallest, largest = known.smallest, known.largest
    if known.authorities == 1:
        who = f" : {smallest.who} ({smallest.text})" if smallest else ""
        return f"Une seule collectivité l’a raconté{who}."
    said = f"{number(known.authorities)} collectivités l’ont raconté"
    if smallest and largest:
        said += f" : la plus petite est {smallest.who} ({smallest.text}), la plus grande {largest.who} ({largest.text})"
    return f"{said}."


def _results(known: Known) -> str:
    measured, claimed = known.measured.total, known.claimed.total
    if measured:
        verb = "sont mesurés" if measured > 1 else "est mesuré"
        return f"{number(measured)} résultat{plural(measured)} {verb}."
    if claimed:
        told = f"{number(claimed)} chiffre{plural(claimed)} {'sont écrits' if claimed > 1 else 'est écrit'}"
        return f"{told} ; aucun ne vient d’une mesure ou d’une évaluation."
    return "Aucun résultat chiffré n’est connu."
