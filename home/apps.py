from core import declarations


class HomeConfig(declarations.ProjectApp):
    name = "home"
    verbose_name = "Accueil"
    waiting = ("home.statements.waiting",)
    slots = {"footer": "home/footer_links.html"}
