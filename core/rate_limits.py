"""How often somebody may do something: counted in the database, where every worker sees the same number.

A count's name is a keyed hash that changes each day: nobody without the secret key can turn it back into an
address, and nobody at all once the row is deleted.
"""

import datetime
from dataclasses import dataclass

from django.db import models, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from .retention import Concerns, Retention


class RateCount(models.Model):
    key = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "compte d’envois"
        verbose_name_plural = "comptes d’envois"


@dataclass(frozen=True, slots=True)
class RateLimit:
    name: str
    times: int
    period: datetime.timedelta  # from the first time on; a day at most

    def hit(self, identity: str) -> bool:
        """Count one more for this identity; False when that is one too many."""
        now = timezone.now()
        key = self._key(identity)
        ends = now + self.period
        with transaction.atomic():
            RateCount.objects.get_or_create(key=key, defaults={"expires_at": ends})
            rows = RateCount.objects.filter(key=key)
            rows.filter(expires_at__lte=now).update(count=0, expires_at=ends)
            rows.update(count=models.F("count") + 1)
            return rows.values_list("count", flat=True).get() <= self.times

    def until(self, identity: str) -> datetime.datetime:
        """When the count of this identity begins anew; now, when there is none."""
        rows = RateCount.objects.filter(key=self._key(identity))
        return rows.values_list("expires_at", flat=True).first() or timezone.now()

    def forget(self, identity: str) -> None:
        RateCount.objects.filter(key=self._key(identity)).delete()

    def _key(self, identity: str) -> str:
        salt = f"core.rate_limits.{self.name}.{timezone.localdate().isoformat()}"
        return salted_hmac(salt, identity, algorithm="sha256").hexdigest()


def _forget(now: datetime.datetime) -> int:
    return RateCount.objects.filter(expires_at__lte=now).delete()[0]


RETENTION = (
    Retention(
        what="le nombre d’envois par adresse réseau et par boîte, d’essais de codes par compte",
        why="arrêter un abus",
        who_sees="personne : une empreinte, autre chaque jour",
        kept="une heure, un jour",
        concerns=Concerns.SENDERS,
        where="core/rate_limits.py",
        forget=_forget,
    ),
)
