"""What the page « Mon compte » sends for a new password."""


def new_password(new: str, *, old: str) -> dict[str, str]:
    return {
        "name_email-first_name": "C",
        "name_email-last_name": "M",
        "name_email-email": "claire@exemple.fr",
        "theme-theme": "system",
        "theme-density": "default",
        "theme-contrast": "system",
        "password-old_password": old,
        "password-new_password1": new,
        "password-new_password2": new,
    }
