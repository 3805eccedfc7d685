from core import declarations
from users.groups import EDITORS


class OffersConfig(declarations.ProjectApp):
    name = "offers"
    verbose_name = "Services ouverts"
    content = ("Offer",)
    goes_along = ("OfferSheet.sheet",)
    rights = {EDITORS: {"Offer": declarations.ALL}}
    slots = {
        "above_results": "offers/above_results.html",
        "sheet": "offers/on_sheet.html",
        "organisation": "offers/on_organisation.html",
        "network_doors": "offers/door.html",
    }
