from core import declarations
from users.groups import EDITORS


class LinksConfig(declarations.ProjectApp):
    name = "links"
    verbose_name = "Liens externes"
    not_content = ("Link", "LinkUse", "Gathering")
    goes_along = ("LinkUse.link", "LinkUse.content_type")
    waiting = ("links.desk.waiting.waiting",)
    rights = {EDITORS: {"Link": ("view", "change")}}

    def ready(self):
        from core.signals import due

        due.connect(check_links, dispatch_uid="links.rounds")


def check_links(**kwargs):
    from . import rounds

    rounds.run()
