"""What a row was called besides its name, in a field of names that commas part."""


def names_of_both(kept, other) -> str:
    """The `former_name` of `kept` with the name, acronym and former names of `other`, as far as there is room."""
    room = kept._meta.get_field("former_name").max_length
    known = [name.strip() for name in kept.former_name.split(",") if name.strip()]
    mine = {kept.name, kept.acronym, *known}
    for name in (other.name, other.acronym, *other.former_name.split(",")):
        longer = ", ".join([*known, name.strip()])
        if name.strip() and name.strip() not in mine and len(longer) <= room:
            known.append(name.strip())
    return ", ".join(known)
