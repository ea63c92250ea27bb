"""What a change of the scenario is worth: two plans, one with it, and what their bounds prove of it.

A shadow price is the worth of a little more of a limit. What comes only whole (approval time, a tank,
a hectare that lets another tank stand) is priced by solving twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from greenport import units
from greenport.errors import ScenarioError
from greenport.scenario import Scenario, check
from greenport.scenario.merging import override
from greenport.scenario.schema import Step
from greenport.sizing.door import problem_of
from greenport.sizing.door.desk import critical_path
from greenport.sizing.plan import Plan
from greenport.sizing.planning import Watch, size
from greenport.units import Q_, Quantity


@dataclass(frozen=True)
class Worth:
    """What a change saves, discounted [money].

    Attributes
    ----------
    before, after : Plan
        Plans without and with the change.
    """

    before: Plan
    after: Plan

    @property
    def saving(self) -> Quantity:
        """Cost of the plan without the change less cost of the plan with it [money]."""
        return self.before.cost - self.after.cost

    @property
    def at_least(self) -> Quantity:
        """What the change is proved to save at least, between the best plans of both sides [money]."""
        return self.before.lower_bound - self.after.cost

    @property
    def at_most(self) -> Quantity:
        """What the change can save at most, between the best plans of both sides [money]."""
        return self.before.cost - self.after.lower_bound


@dataclass(frozen=True)
class WorthOfTime(Worth):
    """What earlier approvals save.

    Attributes
    ----------
    sooner : Quantity
        By how much sooner the last approval ends [time].
    takes : dict
        The steps that were shortened, with what they take then, in months.
    earliest : dict
        First milestone year in which an asset can stand, before and after, of those it changes for; 0
        where that is never.
    """

    sooner: Quantity
    takes: dict[str, float]
    earliest: dict[str, tuple[int, int]]

    @property
    def per_month(self) -> Quantity:
        """Saving over the months [money/time]."""
        per_month: Quantity = self.saving / self.sooner.to("month")
        return per_month

    @property
    def at_least(self) -> Quantity:
        """What earlier approvals are proved to save at least; never less than nothing [money]."""
        return max(self.before.lower_bound - self.after.cost, 0 * self.after.cost)


def worth_of(
    scenario: Scenario,
    changes: Mapping[str, str],
    gap: Quantity | str | float | None = None,
    progress: Watch = False,
) -> Worth:
    """What changes of a scenario save, by solving without and with them.

    Parameters
    ----------
    scenario
        A checked scenario.
    changes
        Values by key, as overrides of `load_scenario`, e.g. ``{"places.site.site_area": "12 ha"}``.
    gap, progress
        As for `size`. The smaller the gap, the narrower `at_least` to `at_most`.

    Returns
    -------
    Worth
        Both plans, what the change saves between them, and what is proved of it.

    Raises
    ------
    ScenarioError
        If a key does not exist or a value will not do.
    InfeasibleError
        If there is no plan without the changes, or none with them.

    Examples
    --------
    >>> import greenport as gp
    >>> scenario = gp.load_scenario("hongkong")
    >>> more = gp.worth_of(scenario, {"places.paff.site_area": "12 ha"})  # doctest: +SKIP
    >>> print(more.at_least, more.saving, more.at_most)  # doctest: +SKIP
    """
    changed = _changed(scenario, changes)
    return Worth(size(scenario, gap, progress), size(changed, gap, progress))


def worth_of_time(
    scenario: Scenario,
    place: str,
    sooner: Quantity | str = "6 month",
    gap: Quantity | str | float | None = None,
    progress: Watch = False,
) -> WorthOfTime:
    """What it saves if the approvals of a place end sooner, by solving twice.

    The last steps on the critical path are shortened, and on any path that would end later than asked.
    Milestone years count whole: months that let nothing stand a milestone year earlier save nothing.
    Assets with approvals of their own are not touched.

    Parameters
    ----------
    scenario
        A checked scenario.
    place
        Its id.
    sooner
        By how much the last approval is to end sooner [time].
    gap, progress
        As for `size`.

    Returns
    -------
    WorthOfTime
        Both plans, what the time saves, in all and per month, and what may stand earlier.

    Raises
    ------
    ScenarioError
        If there is no such place, or its approvals do not take so long.
    """
    months = float(units.magnitude(Q_(sooner), "month"))
    places = {entry.id: entry for entry in scenario.document.places}
    if place not in places:
        raise ScenarioError.of("place", f"{place!r} is none of {', '.join(places)}")
    steps = places[place].approvals
    if not 0 < months <= critical_path(steps):
        raise ScenarioError.of(
            f"places.{place}.approvals",
            f"they take {critical_path(steps):g} months and cannot end {months:g} months sooner; "
            "give more than nothing and no more than they take",
        )
    takes = hastened(steps, months)
    numbers = {step.step: i for i, step in enumerate(steps)}
    changed = _changed(
        scenario,
        {
            f"places.{place}.approvals.{numbers[name]}.takes": f"{time!r} month"
            for name, time in takes.items()
        },
    )
    return WorthOfTime(
        before=size(scenario, gap, progress),
        after=size(changed, gap, progress),
        sooner=Q_(months, "month"),
        takes=takes,
        earliest=_earlier(scenario, changed),
    )


def hastened(steps: list[Step], months: float) -> dict[str, float]:
    """Months that steps take if the last one is to end so many months sooner; of those that are shortened.

    No step may end after the new end: what would is cut to the time that is left for it.

    Examples
    --------
    >>> permit = Step(step="permit", takes="15 month")
    >>> licence = Step(step="licence", takes="9 month", after=["permit"])
    >>> lease = Step(step="lease", takes="20 month")
    >>> hastened([permit, licence, lease], 6)
    {'licence': 3.0, 'lease': 18.0}
    """
    last = critical_path(steps) - months
    by_name = {step.step: step for step in steps}
    ends: dict[str, float] = {}
    cut: dict[str, float] = {}

    def end(step: Step) -> float:
        if step.step not in ends:
            start = max((end(by_name[name]) for name in step.after), default=0.0)
            takes = float(units.magnitude(step.takes.quantity, "month"))
            ends[step.step] = min(start + takes, last)
            if start + takes > last:
                cut[step.step] = round(last - start, 9)
        return ends[step.step]

    for step in steps:
        end(step)
    return cut


def _changed(scenario: Scenario, changes: Mapping[str, str]) -> Scenario:
    tree = scenario.tree
    for key, text in changes.items():
        tree = override(tree, key, text, label="worth of")
    return check(tree, scenario.path)


def _earlier(before: Scenario, after: Scenario) -> dict[str, tuple[int, int]]:
    """First milestone year of each asset for which it changes."""
    one, other = problem_of(before), problem_of(after)
    years = (*one.years, 0)
    ready = {a.id: a.ready for a in other.assets}
    return {a.id: (years[a.ready], years[ready[a.id]]) for a in one.assets if ready[a.id] != a.ready}
