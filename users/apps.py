from core import declarations


class UsersConfig(declarations.ProjectApp):
    name = "users"
    verbose_name = "Comptes"
    not_content = ("User",)
    only_administrators = ("User",)

    def ready(self):
        from core import retention
        from users import throttling

        retention.register(*throttling.RETENTION)
