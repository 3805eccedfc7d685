"""An address of eight letters that stands for a selection."""

import datetime
import re
import secrets

from django.db import IntegrityError, models, transaction

from core.retained import MOST, joined

# Without those that one takes for another when one reads them aloud or on paper.
LETTERS = "abcdefghjkmnpqrstuvwxyz"
LENGTH = 8
# As it was given, or in capitals as a phone's keyboard begins.
CODE = f"[{LETTERS}{LETTERS.upper()}]{{{LENGTH}}}"
TITLE_LENGTH = 80
KEPT = datetime.timedelta(days=730)  # after its last use


class ShortLink(models.Model):
    """Made on demand. Drawn by lot and never counted: nobody finds one by trying the next."""

    code = models.CharField(max_length=LENGTH, unique=True)
    numbers = models.CharField(max_length=MOST * 10)  # « 41,12,87 »
    territory = models.CharField(max_length=60, blank=True)  # a code of the register
    title = models.CharField(max_length=TITLE_LENGTH, blank=True)
    used_on = models.DateField(db_index=True)

    class Meta:
        verbose_name = "adresse courte"
        verbose_name_plural = "adresses courtes"

    def __str__(self):
        return self.code

    @classmethod
    def make(
        cls, numbers: tuple[int, ...], territory: str, title: str, day: datetime.date
    ) -> "ShortLink":
        """A new one. Two draws that agree are less likely than a broken disk; the second is drawn again."""
        while True:
            code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
            try:
                with transaction.atomic():
                    return cls.objects.create(
                        code=code,
                        numbers=joined(numbers),
                        territory=territory,
                        title=title,
                        used_on=day,
                    )
            except IntegrityError:
                continue

    @classmethod
    def of(cls, code: str) -> "ShortLink | None":
        """That code's, whatever an address holds."""
        if not re.fullmatch(CODE, code):
            return None
        return cls.objects.filter(code=code.lower()).first()

    def retained_numbers(self) -> tuple[int, ...]:
        return tuple(int(number) for number in self.numbers.split(",") if number)
