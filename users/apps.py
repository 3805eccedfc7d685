from core import declarations


class UsersConfig(declarations.ProjectApp):
    name = "users"
    verbose_name = "Comptes"
    not_content = ("GroupDemand", "Invitation", "PasswordResetRequest", "User")
    only_administrators = ("User",)

    def ready(self):
        from core import retention
        from core.signals import due
        from users import invitations, password_reset, throttling

        for module in (throttling, password_reset, invitations):
            retention.register(*module.RETENTION)
        due.connect(answer_reset_requests, dispatch_uid="users.password_reset")


def answer_reset_requests(**kwargs):
    from .password_reset import answer_requests

    answer_requests()
