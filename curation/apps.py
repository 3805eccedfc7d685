from core import declarations


class CurationConfig(declarations.ProjectApp):
    name = "curation"
    verbose_name = "Parcours"
    contexts = {
        "CollectionsPage": "curation.presentation.context_of_list",
        "CollectionPage": "curation.presentation.context_of",
    }
    slots = {"sheet": "curation/on_sheet.html"}
    waiting = ("curation.waiting.waiting",)
