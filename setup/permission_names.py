"""Rights as the form of a group shows them: Django names them in English, once, when it makes them."""

from django.contrib.auth.models import Permission

_FRENCH = {
    "Can add ": "Ajouter : ",
    "Can change ": "Modifier : ",
    "Can delete ": "Supprimer : ",
    "Can view ": "Voir : ",
}


def say_permissions_in_french() -> None:
    changed = []
    for right in Permission.objects.filter(name__startswith="Can "):
        for english, french in _FRENCH.items():
            if right.name.startswith(english):
                right.name = french + right.name.removeprefix(english)
                changed.append(right)
    Permission.objects.bulk_update(changed, ["name"])
