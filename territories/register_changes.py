"""The yearly change of the register: who became whom, and when.

`movements.csv` dates what happened (code, name, what it became, date); the list of former communes
knows where the others went. What neither tells is marked with the day of loading and no successor.
"""

import datetime
from collections import defaultdict

from .models import Authority
from .other_names import OtherName, TownHall
from .register_files import RegisterRows


def renumber(rows: RegisterRows, current: set[str]) -> dict[str, str]:
    """Give their new code to those whose code changed, so that no second record is made.

    A movement to a code that nobody has yet, from one alone, is a change of code. Sheets refer to
    the record, and the old code leads to it as one of its other names.
    """
    by_target: dict[str, list[str]] = defaultdict(list)
    for row in rows.movements:
        if row["code"] not in current and row["became"] in current:
            by_target[row["became"]].append(row["code"])
    alone = {sources[0]: target for target, sources in by_target.items() if len(sources) == 1}
    codes = [*alone, *alone.values()]
    known = set(Authority.objects.filter(code__in=codes).values_list("code", flat=True))
    changed = {old: new for old, new in alone.items() if old in known and new not in known}
    for old, new in changed.items():
        TownHall.objects.filter(pk=old).delete()
        OtherName.objects.filter(authority_id=old).delete()
        Authority.objects.filter(code=old).update(code=new)
        Authority.objects.filter(epci_id=old).update(epci_id=new)
        Authority.objects.filter(successor_id=old).update(successor_id=new)
    return changed


def retire(retired: list[str], rows: RegisterRows, today: datetime.date) -> set[str]:
    """Date those that are gone and name their successor; the codes of all that were written.

    A load may know more than the one before: what was gone without a movement gets its own when it comes. What led
    to them leads on to the one that lives.
    """
    dated = {row["code"]: row for row in rows.movements}
    former = {row["insee"]: row["commune"] for row in rows.former_communes}
    found: dict[tuple[str, datetime.date], list[str]] = defaultdict(list)
    for code in retired:
        if code not in dated:
            found[former.get(code, ""), today].append(code)
    told = Authority.objects.filter(is_registered=True, code__in=dated).values_list(
        "code", "retired_on", "successor"
    )
    for code, on, successor in told:
        wanted = dated[code]["became"], datetime.date.fromisoformat(dated[code]["date"])
        is_gone = on is not None or code in retired
        if is_gone and wanted != (successor, on):
            found[wanted].append(code)
    for (became, on), codes in found.items():
        for start in range(0, len(codes), 500):
            some = codes[start : start + 500]
            Authority.objects.filter(code__in=some).update(retired_on=on, successor=became or None)
            if became:
                Authority.objects.filter(successor__in=some).exclude(code=became).update(
                    successor=became
                )
    return {code for codes in found.values() for code in codes}
