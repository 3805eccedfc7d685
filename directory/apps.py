from core import declarations


class DirectoryConfig(declarations.ProjectApp):
    name = "directory"
    verbose_name = "Annuaire"
    slots = {
        "above_results": "directory/place_meant.html",
        "network_doors": "directory/door.html",
    }
