"""What imports share: a file with a broken row changes nothing, and each is told."""

from django.core.exceptions import ValidationError


class ImportRefused(Exception):
    """A file with broken rows. Nothing was changed. `errors` are lines in French."""

    def __init__(self, errors: list[str]):
        super().__init__("Rien n’a été importé :\n" + "\n".join(f"  {error}" for error in errors))
        self.errors = errors


def reasons(error: ValidationError) -> str:
    """All that it says, in one line."""
    if hasattr(error, "error_dict"):
        return " ; ".join(
            f"{name} : {' '.join(texts)}" for name, texts in error.message_dict.items()
        )
    return " ".join(error.messages)
