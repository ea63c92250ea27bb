"""Fields of pydantic models that hold a quantity of one kind."""

import re
from typing import Any

import numpy as np
import pytest
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from greenport.units import (
    Q_,
    Count,
    Duration,
    Intensity,
    Mass,
    MassFlow,
    Money,
    PricePerMass,
    Quantity,
    Rate,
    Ratio,
    Share,
    Speed,
    catalogue,
    fields,
)
from greenport.units.dimension import Dimension


class Offer(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    price: PricePerMass
    parcel: Mass = Q_("4000 t")
    stay: Duration | None = None
    available: dict[int, MassFlow] = Field(default={}, description="By milestone year.")


def offer(**values: Any) -> Offer:
    return Offer.model_validate({"price": "650 USD_2025/t", **values})


def fault_of(kind: Any, value: object) -> str:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(kind).validate_python(value)
    (error,) = caught.value.errors()
    return error["msg"]


def test_a_field_takes_a_text_or_a_quantity() -> None:
    assert offer(parcel="7.5 kt").parcel == Q_("7500 t")
    assert offer(parcel=Q_("7.5 kt")).parcel == Q_("7500 t")


@pytest.mark.parametrize(
    ("kind", "value", "message"),
    [
        (Mass, "12", '"12" has no unit; a mass is due, e.g. "650 t"'),
        (Mass, 12, '12 has no unit; a mass is due, e.g. "650 t"'),
        (Mass, 1.5, '1.5 has no unit; a mass is due, e.g. "650 t"'),
        (Mass, "12 h", '"12 h" is a duration where a mass is due, e.g. "650 t"'),
        (Mass, "-3 t", '"-3 t" is below zero; a mass is due, e.g. "650 t"'),
        (Mass, None, 'None is not one number with its unit; a mass is due, e.g. "650 t"'),
        (Mass, True, 'True is not one number with its unit; a mass is due, e.g. "650 t"'),
        (Mass, Q_(float("nan"), "t"), 'nan t is not a finite number; a mass is due, e.g. "650 t"'),
        (Speed, "10 kt", '"10 kt" is a mass where a speed is due, e.g. "12 kn"'),
        (PricePerMass, "650 USD", '"650 USD" is money where a price per mass is due, e.g. "650 USD/t"'),
        (Share, "120 %", '"120 %" is over 100 %; a share is due, e.g. "95 %"'),
        (Share, 0.95, '0.95 has no unit; a share is due, e.g. "95 %"'),
        (Rate, 7, '7 has no unit; a rate is due, e.g. "7 %"'),
        (Rate, "0.07", '"0.07" has no unit; a rate is due, e.g. "7 %"'),
        (
            Speed,
            "12 nm",
            '"12 nm": unknown unit "nm"; say "nmi" (nautical mile); a speed is due, e.g. "12 kn"',
        ),
    ],
)
def test_a_wrong_value_is_told_with_what_was_given_and_what_fits(
    kind: Any, value: object, message: str
) -> None:
    assert fault_of(kind, value) == message


def test_one_number_is_due_not_an_array() -> None:
    assert "is not one number with its unit" in fault_of(Mass, Q_(np.array([1.0, 2.0]), "t"))


@pytest.mark.parametrize(
    ("kind", "value"), [(Ratio, 0.65), (Ratio, "0.65"), (Count, 3), (Count, "3"), (Rate, Q_(0.07))]
)
def test_a_plain_number_stands_for_a_ratio_or_a_count(kind: Any, value: object) -> None:
    taken = TypeAdapter(kind).validate_python(value)
    assert isinstance(taken, Quantity)
    assert taken.m_as("") == float(getattr(value, "magnitude", value))  # type: ignore[arg-type]


def test_the_place_of_a_wrong_value_is_told() -> None:
    with pytest.raises(ValidationError) as caught:
        offer(available={2027: "15 kt/yr", 2030: "60 kt"})
    (error,) = caught.value.errors()
    assert error["loc"] == ("available", 2030)
    assert error["type"] == "quantity"


def test_a_model_goes_to_json_as_texts_and_comes_back_equal() -> None:
    before = offer(parcel="0.1 kt", stay="12 h", available={2027: "15 kt/yr"})
    assert before.model_dump(mode="json") == {
        "price": "650 USD_2025/t",
        "parcel": "0.1 kt",
        "stay": "12 h",
        "available": {"2027": "15 kt/yr"},
    }
    assert Offer.model_validate_json(before.model_dump_json()) == before


def test_a_model_keeps_quantities_within_python() -> None:
    assert offer().model_dump()["price"] == Q_("650 USD_2025/t")
    assert Offer.model_validate(offer().model_dump()) == offer()


def test_an_absent_optional_field_is_null_in_json() -> None:
    assert '"stay":null' in offer().model_dump_json()


def test_the_schema_says_what_a_text_looks_like() -> None:
    properties = Offer.model_json_schema()["properties"]
    assert properties["price"]["type"] == "string"
    assert properties["price"]["examples"] == ["650 USD/t"]
    assert properties["price"]["description"] == "price per mass with its unit"
    assert properties["parcel"]["default"] == "4000 t"
    assert properties["available"]["description"] == "By milestone year."


def test_the_schema_of_a_ratio_allows_a_number() -> None:
    schema = TypeAdapter(Ratio).json_schema()
    assert {"type": "number"} in schema["anyOf"]


def pattern_of(kind: Any) -> str:
    schema = TypeAdapter(kind).json_schema()
    return str(schema["pattern"] if "pattern" in schema else schema["anyOf"][0]["pattern"])


@pytest.mark.parametrize(
    "text", ["650 USD_2025/t", "-1e6 USD/t", "2,807 HKD/kg", " .5 USD/t", "−5 CNY/t", "1e+22 EUR/t"]
)
def test_the_pattern_of_the_schema_passes_what_the_field_takes(text: str) -> None:
    assert re.search(pattern_of(PricePerMass), text)
    assert isinstance(TypeAdapter(PricePerMass).validate_python(text), Quantity)


@pytest.mark.parametrize("text", ["650", "1.5", "t", "", "1,500", "about 5 t", "5 ."])
def test_the_pattern_of_the_schema_stops_what_lacks_number_or_unit(text: str) -> None:
    assert not re.search(pattern_of(Mass), text)


def every_kind() -> list[tuple[str, Dimension]]:
    return [(name, kind) for name, kind in vars(catalogue).items() if isinstance(kind, Dimension)]


@pytest.mark.parametrize(("name", "kind"), every_kind())
def test_the_example_of_every_kind_is_of_that_kind(name: str, kind: Dimension) -> None:
    assert kind.fault(Q_(kind.example)) is None, name


def test_every_kind_has_a_field_type() -> None:
    typed = {hint.__metadata__[0] for hint in vars(fields).values() if hasattr(hint, "__metadata__")}
    assert typed == {kind for _, kind in every_kind()}


@pytest.mark.parametrize("kind", [Mass, Intensity, Money, Ratio])
def test_the_pattern_of_the_schema_passes_the_example(kind: Any) -> None:
    schema = TypeAdapter(kind).json_schema()
    assert re.search(pattern_of(kind), schema["examples"][0])


def test_a_quantity_of_any_kind_is_a_field_type_too() -> None:
    adapter = TypeAdapter(Quantity)
    assert adapter.dump_json(adapter.validate_python("33 gCO2e/MJ")) == b'"33 gCO2e/MJ"'
    assert adapter.json_schema()["type"] == "string"


@pytest.mark.parametrize("value", ["650 ton", None, [1.0], {"value": "650 t"}])
def test_what_is_no_quantity_is_refused_by_a_field_of_any_kind(value: object) -> None:
    assert fault_of(Quantity, value)
