import pytest

from kzlaw_tui.law.quantities import numbers, occurs, quantities


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        ("двадцати четырёх календарных дней", 24, "calendar day"),
        ("пять рабочих дней", 5, "workday"),
        ("трёхмесячный срок", 3, "month"),
        ("15 % от суммы", 15, "percent"),
        ("5 000 000 тенге", 5_000_000, "money"),
        ("5 млн тенге", 5_000_000, "money"),
        ("двадцать месячных расчётных показателей", 20, "mrp"),
        ("20 МРП", 20, "mrp"),
        ("үш ай ішінде", 3, "month"),
        ("он бес жұмыс күні", 15, "workday"),
        ("12 пайыз", 12, "percent"),
        ("в двойном размере", 2, "times"),
        ("сто пятьдесят", 150, ""),
        ("2,5 раза", 2.5, "times"),
    ],
)
def test_numbers_are_read_with_what_they_count(text: str, value: float, kind: str) -> None:
    (found,) = quantities(text)
    assert (found.value, found.kind) == (value, kind)


def said_in(claim: str, text: str) -> bool:
    (wanted,) = quantities(claim)
    return occurs(wanted, text, quantities(text))


def test_a_quantity_occurs_only_with_its_kind() -> None:
    text = "в течение трех рабочих дней, но не позднее месяца; штраф 20 %"
    assert said_in("3 рабочих дня", text) and said_in("3 дня", text)
    assert not said_in("3 календарных дня", text) and not said_in("3 месяца", text)
    assert said_in("1 месяц", text) and not said_in("2 месяца", text)
    assert said_in("20 %", text) and not said_in("25 %", text)


def test_all_numbers_of_a_text() -> None:
    assert {"24", "3", "1.5", "2015"} <= numbers("двадцать четыре, трехмесячный, полтора, 2015 год")
