"""Single facts of the tables against what they were taken from, hand calculations and each other."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest

from greenport import data, fuels
from greenport.units import magnitude


def value(name: str, unit: str) -> float:
    return float(magnitude(data.datum(name).value, unit))


def span(name: str, unit: str) -> tuple[float, float, float]:
    found = data.datum(name)
    assert found.low is not None
    assert found.high is not None
    low, central, high = (float(magnitude(each, unit)) for each in (found.low, found.value, found.high))
    return low, central, high


def path(name: str, unit: str) -> dict[int, float]:
    return {year: float(magnitude(each.value, unit)) for year, each in data.series(name).items()}


def test_zhanjiang_is_245_nautical_miles_away() -> None:
    assert span("distances:zhanjiang_hong_kong", "nmi") == (245, 245, 247)


def test_methanol_asked_for_is_that_of_the_base_case() -> None:
    expected = {2026: 2, 2028: 25, 2030: 80, 2032: 140, 2035: 250, 2040: 500}
    assert path("methanol_demand:total", "kt/yr") == expected


@pytest.mark.parametrize(("year", "share"), [(2030, 0.7), (2035, 2.2), (2040, 4.4)])
def test_methanol_is_a_small_share_of_the_bunker_market_by_energy(year: int, share: float) -> None:
    market = data.datum("market:bunker_market").value * data.datum("fuels:vlsfo:lhv").value
    green = data.series("methanol_demand:total")[year].value * data.datum("fuels:methanol:lhv").value
    assert magnitude(green / market, "%") == pytest.approx(share, abs=0.05)


@pytest.mark.parametrize("bound", ["low", "value", "high"])
def test_saf_asked_for_is_its_share_of_the_jet_fuel_lifted(bound: str) -> None:
    def at(table: str, year: int) -> float:
        return float(getattr(data.series(f"{table}:hkia")[year], bound).to_base_units().magnitude)

    for year in data.series("saf_demand:hkia"):
        product = at("jet_uplift", year) * at("saf_share", year)
        assert at("saf_demand", year) == pytest.approx(product, rel=0.01), year


def test_the_target_of_2030_means_104_kt_of_saf() -> None:
    uplift = data.series("jet_uplift:hkia")[2030].value
    share = data.datum("policy:saf_target_2030").value
    assert magnitude(uplift * share, "kt/yr") == pytest.approx(104, abs=0.6)
    assert value("policy:saf_target_2030_volume", "kt/yr") == 104


def test_jet_fuel_grows_from_2025_by_three_and_a_half_per_cent_a_year() -> None:
    start = value("airport:uplift_2025", "Mt/yr")
    uplift = path("jet_uplift:hkia", "Mt/yr")
    for year in (2026, 2028, 2030):
        assert uplift[year] == pytest.approx(start * 1.035 ** (year - 2025), abs=0.051)


def test_the_most_jet_fuel_is_what_the_runways_allow() -> None:
    most = data.datum("airport:movements_capacity").value * data.datum("airport:uplift_per_movement").value
    high = data.series("jet_uplift:hkia")[2035].high
    assert high is not None
    assert magnitude(high, "Mt/yr") == pytest.approx(magnitude(most, "Mt"), abs=0.05)


def test_passengers_grow_with_the_jet_fuel_lifted() -> None:
    per_tonne = value("airport:departing_passengers_2025", "") / value("airport:uplift_2025", "Mt/yr")
    uplift = path("jet_uplift:hkia", "Mt/yr")
    expected = {year: per_tonne * lifted for year, lifted in uplift.items()}
    assert path("departing_passengers:hkia", "") == pytest.approx(expected, rel=1e-3)


def test_the_months_add_up_to_the_flights_of_the_year() -> None:
    assert sum(data.monthly("flight_movements:hkia")) == pytest.approx(
        value("airport:movements_2025", ""), rel=1e-3
    )


def test_the_tanks_of_paff_hold_264_000_cubic_metres() -> None:
    large, medium, small = (
        value(f"facilities:paff:tank_{size}", "m^3") for size in ("large", "medium", "small")
    )
    assert 6 * large + medium + small == value("facilities:paff:capacity", "m^3") == 264_000


def test_the_tanks_of_the_airport_hold_more_than_is_stated() -> None:
    large, medium, small = (
        value(f"facilities:afsc:tank_{size}", "m^3") for size in ("large", "medium", "small")
    )
    assert 6 * large + 3 * medium + 3 * small == value("facilities:afsc:capacity_sum", "m^3") == 232_800
    assert value("facilities:afsc:capacity_stated", "m^3") == 220_000


def test_gross_cover_of_jet_fuel_is_24_days() -> None:
    held = data.datum("facilities:paff:capacity").value + data.datum("facilities:afsc:capacity_stated").value
    lifted = data.datum("airport:uplift_2025").value / data.datum("fuels:jet_a1:density").value
    assert magnitude(held / lifted, "d") == pytest.approx(value("facilities:cover_today", "d"), abs=0.05)


def test_a_pipeline_to_the_airport_holds_1_940_cubic_metres() -> None:
    assert value("delivery:pipeline_fill", "m^3") == pytest.approx(math.pi / 4 * 0.5**2 * 9900, abs=5)


@pytest.mark.parametrize(("tank", "volume"), [("meoh_10k", 10_000), ("meoh_5k", 5_000)])
def test_smaller_tanks_cost_more_by_the_scale_law(tank: str, volume: float) -> None:
    exponent = value("capital_costs:tank_scale_exponent", "")
    scale = (20_000 / volume) ** (1 - exponent)
    for found, of_20k in zip(
        span(f"capital_costs:{tank}", "USD_2025/m^3"),
        span("capital_costs:meoh_20k", "USD_2025/m^3"),
        strict=True,
    ):
        assert found == pytest.approx(of_20k * scale, abs=1)


def test_a_converted_tank_costs_its_share_of_a_new_one() -> None:
    new = value("capital_costs:meoh_10k", "USD_2025/m^3")
    shares = span("capital_costs:conversion_share", "")
    expected = [share * new for share in shares]
    assert span("capital_costs:conv_10k", "USD_2025/m^3") == pytest.approx(expected, abs=1)


def test_the_first_tank_needs_the_sum_of_its_equipment() -> None:
    parts = ("nitrogen", "fire_system", "vapour_recovery", "pumps", "meter")
    sums = [
        sum(each) for each in zip(*(span(f"capital_costs:meoh_{p}", "MUSD_2025") for p in parts), strict=True)
    ]
    assert span("capital_costs:meoh_first_tank", "MUSD_2025") == pytest.approx(sums)
    assert sums[1] == pytest.approx(8.75)


@pytest.mark.parametrize(("berth", "fitting"), [("barge", "hose_tower"), ("ship", "loading_arm")])
def test_a_complete_berth_is_the_berth_with_two_fittings(berth: str, fitting: str) -> None:
    bare = span(f"capital_costs:tys_{berth}_berth", "MUSD_2025")
    two = [2 * each for each in span(f"capital_costs:{fitting}", "MUSD_2025")]
    complete = [sum(each) for each in zip(bare, two, strict=True)]
    assert span(f"capital_costs:tys_{berth}_berth_complete", "MUSD_2025") == pytest.approx(complete)


def test_staff_is_five_shifts_of_four_at_sixty_thousand() -> None:
    assert value("operating_costs:staff", "MUSD_2025/yr") == pytest.approx(5 * 4 * 0.06)


@pytest.mark.parametrize("bound", range(3))
def test_the_three_steps_of_a_new_depot_add_up(bound: int) -> None:
    steps = ("environmental_permit", "land_grant", "dangerous_goods_licence")
    whole = span("approvals:new_methanol_tanks", "month")[bound]
    assert sum(span(f"approvals:{step}", "month")[bound] for step in steps) == pytest.approx(whole)
    assert whole == pytest.approx((18, 30, 60)[bound])


@pytest.mark.parametrize("year", [2025, 2030, 2035, 2040])
def test_the_path_of_methanol_is_its_price_times_its_index(year: int) -> None:
    index = data.series("price_paths:methanol_real_index")[year].value
    found = data.series("price_paths:methanol_green_fob")[year]
    start = data.datum("prices:methanol_green_fob")
    for bound in ("low", "value", "high"):
        expected = magnitude(getattr(start, bound) * index, "USD_2025/t")
        assert magnitude(getattr(found, bound), "USD_2025/t") == pytest.approx(expected)


@pytest.mark.parametrize(
    ("price", "fuel", "per_gigajoule"),
    [
        ("methanol_green_shanghai_delivered", "methanol", 50),
        ("vlsfo", "vlsfo", 13),
        ("saf_neat_fob_asia", "hefa_spk", 47),
        ("jet_a1_landed", "jet_a1", 18),
    ],
)
def test_prices_per_energy_are_those_of_the_base_case(price: str, fuel: str, per_gigajoule: float) -> None:
    per_energy = data.datum(f"prices:{price}").value / fuels.fuel(fuel).lhv
    assert magnitude(per_energy, "USD_2025/GJ") == pytest.approx(per_gigajoule, abs=0.5)


def test_going_without_costs_more_than_the_dearest_central_offer() -> None:
    dearest = max(path("price_paths:methanol_singapore_resale", "USD_2025/t").values())
    assert value("prices:methanol_unserved", "USD_2025/t") > dearest + value(
        "freight:north_china_5kt", "USD_2025/t"
    )
    assert value("prices:saf_unserved", "USD_2025/t") == pytest.approx(2 * (2050 - 780))


def test_the_duty_on_methyl_alcohol_exceeds_the_price_of_the_fuel() -> None:
    rate = data.datum("policy:methyl_alcohol_duty").value / data.datum("fuels:methanol:density").value
    per_tonne = magnitude(rate.to("USD_2025/t"), "USD_2025/t")
    assert per_tonne == pytest.approx(value("policy:methyl_alcohol_duty_per_tonne", "USD_2025/t"), abs=10)
    assert per_tonne > value("prices:methanol_green_fob", "USD_2025/t")


@pytest.mark.parametrize("fuel", ["hfo", "vlsfo", "mgo", "methanol_grey"])
def test_well_to_wake_is_the_sum_of_its_parts(fuel: str) -> None:
    def part(name: str, unit: str) -> float:
        return value(f"emission_factors:{fuel}:{name}:fueleu", unit)

    methane = value("warming_potentials:ar4_100:methane", "tCO2e/t")
    nitrous = value("warming_potentials:ar4_100:nitrous_oxide", "tCO2e/t")
    burnt = (
        part("carbon_dioxide", "tCO2e/t")
        + methane * part("methane", "")
        + nitrous * part("nitrous_oxide", "")
    )
    total = part("well_to_tank", "gCO2e/MJ") + 1000 * burnt / part("lhv", "GJ/t")
    assert part("well_to_wake", "gCO2e/MJ") == pytest.approx(total, abs=5e-5)


@pytest.mark.parametrize(
    ("supplier", "cut"), [("cimc_zhanjiang", 0.85), ("towngas", 0.75), ("goldwind", 0.7)]
)
def test_intensities_of_methanol_follow_from_the_cut_that_suppliers_state(supplier: str, cut: float) -> None:
    comparator = value("emission_factors:comparator:well_to_wake:red", "gCO2e/MJ")
    found = value(f"emission_factors:supplier:{supplier}", "gCO2e/MJ")
    assert found == pytest.approx(comparator * (1 - cut), abs=0.11)


@pytest.mark.parametrize(("berths", "wait"), [(1, lambda u: u / (1 - u)), (2, lambda u: u**2 / (1 - u**2))])
def test_occupancy_of_berths_gives_the_waiting_time_that_is_acceptable(
    berths: int, wait: Callable[[float], float]
) -> None:
    occupancy = value(f"berths:occupancy_{berths}", "")
    assert wait(occupancy) == pytest.approx(value("berths:wait_ratio", ""), abs=0.005)


@pytest.mark.parametrize(
    ("ship", "vessel", "within"),
    [("x_press", "mbv_4000", 1), ("stena_prosperous", "mbv_4000", 1), ("anne_maersk", "mbv_7500", 1)],
)
def test_transfer_times_are_those_observed(ship: str, vessel: str, within: float) -> None:
    pumped = data.datum(f"bunkering_observed:{ship}:stem").value / data.datum("fuels:methanol:density").value
    pumping = magnitude(pumped / data.datum(f"vessels:{vessel}:pump_rate").value, "h")
    hours = value("delivery:transfer_fixed_time", "h") + pumping
    assert hours == pytest.approx(value(f"bunkering_observed:{ship}:duration", "h"), abs=within)


def test_a_cargo_from_zhanjiang_for_three_ships_keeps_a_vessel_for_about_95_hours() -> None:
    density = value("fuels:methanol:density", "t/m^3")
    cargo = value("vessels:mbv_7500:cargo", "t") / density
    loading = cargo / value("berths:barge_loading_rate", "m^3/h") + value("berths:barge_fixed_time", "h")
    sailing = 2 * value("delivery:zhanjiang_leg", "h")
    pumping = cargo / value("vessels:mbv_7500:pump_rate", "m^3/h")
    fixed = 3 * value("delivery:transfer_fixed_time", "h")
    shifts = 2 * value("delivery:shift_between_stems", "h")
    cycle = loading + sailing + pumping + fixed + shifts
    assert cycle == pytest.approx(value("delivery:zhanjiang_cycle", "h"), rel=0.05)


def freight(ship: str, tonnes: float, origin: str) -> float:
    """USD per tonne of a voyage there and back, from the rows of table vessels alone."""

    def of(name: str, unit: str) -> float:
        return value(f"vessels:{ship}:{name}", unit)

    at_sea = 2 * value(f"distances:{origin}_hong_kong", "nmi") / of("speed", "kn") / 24
    pumping = tonnes / value("fuels:methanol:density", "t/m^3") / of("discharge_rate", "m^3/h")
    alongside = pumping + value("berths:cargo_fixed_time", "h") + value("vessels:tanker:waiting", "h") / 2
    in_port = 2 * alongside / 24
    fuel = at_sea * of("sea_fuel", "t/d") + in_port * of("port_fuel", "t/d")
    cost = (
        (at_sea + in_port) * of("charter", "USD_2025/d")
        + fuel * value("prices:vlsfo", "USD_2025/t")
        + of("port_cost", "USD_2025")
    )
    return cost / tonnes


@pytest.mark.parametrize(
    ("ship", "tonnes", "origin", "rate"),
    [
        ("tanker_5k", 5_000, "tianjin", "north_china_5kt"),
        ("tanker_20k", 20_000, "tianjin", "north_china_20kt"),
        ("tanker_40k", 40_000, "tianjin", "north_china_40kt"),
        ("tanker_5k", 4_000, "zhanjiang", "zhanjiang_4kt"),
    ],
)
def test_the_ships_of_the_tables_carry_at_the_freight_rates_of_the_tables(
    ship: str, tonnes: float, origin: str, rate: str
) -> None:
    low, _, high = span(f"freight:{rate}", "USD_2025/t")
    assert low < freight(ship, tonnes, origin) < high


def test_the_freight_ranges_are_those_of_the_base_case() -> None:
    ranges = {key: span(f"freight:{key}", "USD_2025/t")[::2] for key in data.keys("freight")[:5]}
    assert list(ranges.values()) == [(35, 55), (20, 38), (14, 28), (8, 20), (12, 45)]


def test_methanol_made_from_tyres_is_not_counted() -> None:
    assert "tyres" in data.datum("suppliers:towngas").note
    assert "tyres" in data.series("methanol_supply:towngas")[2030].note


@pytest.mark.parametrize(("year", "index"), [(2005, 468.2), (2018, 603.1), (2024, 798.8)])
def test_the_plant_cost_index_is_that_of_its_table(year: int, index: float) -> None:
    assert path("price_indices:cepci", "")[year] == index


def test_signal_eight_stops_the_port_for_about_a_day_a_year() -> None:
    hours = data.datum("weather:signal_8:occasions").value * data.datum("weather:signal_8:duration").value
    assert magnitude(hours, "h/yr") == pytest.approx(value("weather:signal_8:total", "h/yr"), abs=0.1)
