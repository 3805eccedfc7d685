from core import declarations


class UsersConfig(declarations.ProjectApp):
    name = "users"
    verbose_name = "Comptes"
    not_content = ("GroupDemand", "PasswordResetRequest", "User")
    only_administrators = ("User",)

    def ready(self):
        from core import retention
        from core.signals import due
        from users import password_reset, throttling

        retention.register(*throttling.RETENTION, *password_reset.RETENTION)
        due.connect(answer_reset_requests, dispatch_uid="users.password_reset")


def answer_reset_requests(**kwargs):
    from .password_reset import answer_requests

    answer_requests()
