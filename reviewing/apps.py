from core import declarations


class ReviewingConfig(declarations.ProjectApp):
    name = "reviewing"
    verbose_name = "Relecture"
    not_content = ("ReviewTask",)

    def ready(self):
        from reviewing import mails

        mails.connect()
