from core import declarations


class SynthesisConfig(declarations.ProjectApp):
    name = "synthesis"
    verbose_name = "Ce que l’on sait"
    slots = {
        "above_results": "synthesis/above_results.html",
        "sheet": "synthesis/on_sheet.html",
    }
