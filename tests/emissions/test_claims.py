"""What a batch counts under each regime, and that no part of it is claimed twice."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenport.emissions import claims
from greenport.emissions.claims import Batch, Ledger, Regime, standing
from greenport.errors import DraftRuleWarning, GreenportError, UnitError
from greenport.units import Q_, magnitude

SAF = Batch(
    name="SAF-1",
    neat_mass=Q_("1000 t"),
    lhv=Q_("44 GJ/t"),
    intensity=Q_("14 gCO2e/MJ"),
    kind="biofuel",
    use="aviation",
    certificates=frozenset({"red", "corsia"}),
    plant_year=2024,
    life_cycle_value=Q_("13.9 gCO2e/MJ"),
)
METHANOL = Batch(
    name="MEOH-1",
    neat_mass=Q_("500 t"),
    lhv=Q_("19.9 GJ/t"),
    intensity=Q_("10 gCO2e/MJ"),
    kind="rfnbo",
    use="marine",
    certificates=frozenset({"red", "imo"}),
    plant_year=2025,
)


def reason(batch: Batch, regime: Regime, year: int = 2026) -> str:
    judged = standing(batch, regime, year)
    assert not judged.counts
    return judged.reason


@pytest.mark.parametrize("regime", ["ets", "corsia", "refueleu", "red"])
def test_aviation_fuel_with_both_certificates_counts_under_four_regimes(regime: Regime) -> None:
    assert standing(SAF, regime, 2026).counts


@pytest.mark.parametrize("regime", ["ets", "fueleu", "red"])
def test_marine_fuel_counts_under_the_regimes_of_ships(regime: Regime) -> None:
    assert standing(METHANOL, regime, 2026).counts


def test_every_regime_answers() -> None:
    with pytest.warns(DraftRuleWarning, match="draft and not in force"):
        judged = claims.standings(METHANOL, 2028)
    assert {each.regime: each.counts for each in judged} == {
        "fueleu": True,
        "ets": True,
        "corsia": False,
        "refueleu": False,
        "red": True,
        "imo_nzf": True,
    }
    assert [each.regime for each in judged if each.draft] == ["imo_nzf"]


def test_fuel_of_aircraft_does_not_count_for_ships() -> None:
    assert reason(SAF, "fueleu") == "fueleu is about marine fuel, and this is aviation fuel"


def test_without_the_certificate_of_a_regime_nothing_counts() -> None:
    assert (
        reason(replace(SAF, certificates=frozenset({"red"})), "corsia") == "it has no certificate of corsia"
    )
    assert reason(replace(SAF, certificates=frozenset({"corsia"})), "ets") == "it has no certificate of red"


@pytest.mark.parametrize("regime", ["refueleu", "fueleu"])
def test_food_and_feed_crops_do_not_count_there(regime: Regime) -> None:
    batch = replace(SAF if regime == "refueleu" else METHANOL, food_or_feed=True, kind="biofuel")
    assert reason(batch, regime) == "it comes from food or feed crops"


def test_food_and_feed_crops_are_zero_rated_in_trading() -> None:
    assert standing(replace(SAF, food_or_feed=True), "ets", 2026).counts


def test_too_small_a_saving_does_not_count_in_the_union() -> None:
    assert reason(replace(SAF, intensity=Q_("40 gCO2e/MJ")), "ets") == "it saves 57.4 %, and 65 % is due"


def test_an_older_plant_needs_less() -> None:
    assert standing(replace(SAF, intensity=Q_("37 gCO2e/MJ"), plant_year=2018), "ets", 2026).counts


def test_above_80_1_grams_corsia_counts_nothing() -> None:
    poor = replace(SAF, life_cycle_value=Q_("81.4 gCO2e/MJ"))
    assert reason(poor, "corsia") == "it saves 8.5 %, less than CORSIA asks for"
    assert standing(poor, "ets", 2026).counts


def test_a_year_before_the_regime_is_a_reason() -> None:
    assert "sets nothing for 2024" in reason(METHANOL, "fueleu", 2024)


def test_the_law_is_read_at_a_date() -> None:
    assert "nothing stood on 2020-01-01" in standing(METHANOL, "fueleu", 2026, as_of="2020-01-01").reason


def test_a_claim_leaves_the_ledger_before_as_it_was() -> None:
    empty = Ledger()
    full = empty.claim(SAF, "corsia", claimant="airline", year=2026)
    assert (len(empty.claims), len(full.claims)) == (0, 1)
    with pytest.raises(FrozenInstanceError):
        full.claims = ()  # type: ignore[misc]


def test_the_same_saving_is_refused_twice_within_a_regime() -> None:
    ledger = Ledger().claim(SAF, "ets", claimant="airline", year=2026)
    with pytest.raises(GreenportError, match=r"SAF-1 under ets: .* already claimed by airline"):
        ledger.claim(SAF, "ets", claimant="another", year=2026)


def test_the_same_batch_may_be_claimed_under_another_regime() -> None:
    ledger = Ledger().claim(SAF, "refueleu", claimant="supplier", year=2026)
    ledger = ledger.claim(SAF, "ets", claimant="airline", year=2026)
    assert magnitude(ledger.credited("refueleu"), "t") == magnitude(ledger.credited("ets"), "t") == 1000


@given(st.lists(st.floats(1, 600), min_size=1, max_size=6))
def test_claims_never_pass_the_neat_mass(parts: list[float]) -> None:
    ledger = Ledger()
    for part in parts:
        left = magnitude(ledger.unclaimed(SAF, "ets"), "t")
        if part > left + 1e-6:
            with pytest.raises(GreenportError, match="is claimed where"):
                ledger.claim(SAF, "ets", Q_(part, "t"), claimant="airline", year=2026)
        else:
            ledger = ledger.claim(SAF, "ets", Q_(part, "t"), claimant="airline", year=2026)
    assert magnitude(ledger.credited("ets"), "t") <= 1000 + 1e-6


def test_a_claim_under_a_regime_where_it_does_not_count_is_refused_with_the_reason() -> None:
    with pytest.raises(GreenportError, match="SAF-1 does not count under fueleu: fueleu is about marine"):
        Ledger().claim(SAF, "fueleu", claimant="ship", year=2026)


def test_one_certificate_is_one_batch() -> None:
    ledger = Ledger().claim(SAF, "ets", claimant="airline", year=2026)
    with pytest.raises(GreenportError, match="two different batches are named SAF-1"):
        ledger.claim(replace(SAF, neat_mass=Q_("2000 t")), "ets", claimant="airline", year=2026)


def test_a_claim_of_nothing_is_refused() -> None:
    with pytest.raises(GreenportError, match="0 t is claimed"):
        Ledger().claim(SAF, "ets", Q_("0 t"), claimant="airline", year=2026)


@pytest.mark.parametrize(
    ("batch", "regime", "unit", "due"),
    [
        (SAF, "corsia", "tCO2e", 3.16 * 1000 * (1 - 13.9 / 89)),
        (SAF, "red", "tCO2e", 1000 * 44 * (94 - 14) / 1000),
        (SAF, "ets", "t", 1000),
        (SAF, "refueleu", "t", 1000),
        (METHANOL, "fueleu", "GJ", 500 * 19.9),
    ],
)
def test_a_credit_is_in_the_terms_of_its_regime(batch: Batch, regime: Regime, unit: str, due: float) -> None:
    ledger = Ledger().claim(batch, regime, claimant="someone", year=2026)
    assert magnitude(ledger.credited(regime), unit) == pytest.approx(due)


def test_without_claims_the_credit_is_nothing() -> None:
    assert magnitude(Ledger().credited("corsia"), "tCO2e") == 0


def test_credits_of_two_regimes_are_not_added() -> None:
    with pytest.raises(GreenportError, match="rest on the same fuel and are not added"):
        Ledger().credited(("corsia", "ets"))  # type: ignore[arg-type]


def test_corsia_and_emissions_trading_side_by_side_are_told() -> None:
    ledger = Ledger().claim(SAF, "corsia", claimant="airline", year=2026)
    assert ledger.conflicts() == ()
    both = ledger.claim(SAF, "ets", claimant="airline", year=2026)
    assert both.conflicts() == ("SAF-1 is claimed under corsia and ets: separate savings, not to be added",)


def test_a_certificate_of_corsia_states_its_value() -> None:
    with pytest.raises(GreenportError, match="a certificate of CORSIA states a life_cycle_value"):
        replace(SAF, life_cycle_value=None)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"kind": "biofule"}, "kind of 'biofule' is unknown; did you mean biofuel"),
        ({"use": "rail"}, "use of 'rail' is unknown"),
        ({"certificates": frozenset({"isc"})}, "certificate of 'isc' is unknown"),
    ],
)
def test_an_unknown_word_in_a_batch_is_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(GreenportError, match=message):
        replace(SAF, **change)


@pytest.mark.parametrize("certificates", [None, "red"])
def test_certificates_are_a_set_of_names(certificates: Any) -> None:
    with pytest.raises(GreenportError, match=r"certificates of .*: a set of names is due"):
        replace(SAF, certificates=certificates)


@pytest.mark.parametrize(
    "change",
    [
        {"neat_mass": Q_("0 t")},
        {"neat_mass": Q_("5 m^3")},
        {"lhv": Q_("44 GJ")},
        {"intensity": Q_("14 gCO2e/t")},
        {"life_cycle_value": Q_("14 t")},
    ],
)
def test_a_batch_has_quantities_of_the_right_kind(change: dict[str, Any]) -> None:
    with pytest.raises(UnitError, match=f"^{next(iter(change))} of"):
        replace(SAF, **change)


def test_an_unknown_regime_is_refused() -> None:
    with pytest.raises(GreenportError, match="regime of 'etss' is unknown; did you mean ets"):
        standing(SAF, "etss", 2026)  # type: ignore[arg-type]
