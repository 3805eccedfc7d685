from core import declarations


class HomeConfig(declarations.ProjectApp):
    name = "home"
    verbose_name = "Accueil"
    slots = {"footer": "home/footer_links.html"}
