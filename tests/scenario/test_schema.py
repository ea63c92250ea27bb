"""The JSON Schema and the starter scenario: true to what is read, and explained key by key."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml

from greenport.scenario import load_scenario, models
from greenport.scenario.schema import Document
from greenport.scenario.template import json_schema, template

HERE = Path(__file__).parent
SCHEMA = json_schema()
SCHEMAS: Any = import_module("jsonschema")


class Texts(yaml.SafeLoader):
    """YAML as an editor sees a scenario: days stay texts."""


Texts.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if tag != "tag:yaml.org,2002:timestamp"]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def content(text: str) -> Any:
    """What a JSON Schema judges: keys are texts there."""
    return json.loads(json.dumps(yaml.load(text, Loader=Texts)))


def complaints(tree: Any) -> list[str]:
    validator = SCHEMAS.Draft202012Validator(SCHEMA)
    return [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(tree)]


def fields() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for part, found in [("Document", SCHEMA), *SCHEMA["$defs"].items()]:
        for name, field in found["properties"].items():
            yield part, name, field


def test_the_schema_is_a_valid_json_schema() -> None:
    SCHEMAS.Draft202012Validator.check_schema(SCHEMA)


def test_every_key_of_the_schema_is_described() -> None:
    assert [f"{part}.{name}" for part, name, field in fields() if not field.get("description")] == []


def test_every_part_of_the_schema_is_described() -> None:
    assert [name for name, part in SCHEMA["$defs"].items() if not part.get("description")] == []


@pytest.mark.parametrize("path", [HERE / "port.yaml", *models().glob("*/*.yaml")], ids=lambda p: p.stem)
def test_the_schema_accepts_every_scenario_that_greenport_accepts(path: Path) -> None:
    """With `extends` resolved, as the schema says."""
    assert complaints(content(load_scenario(path).text)) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"sead": 1},
        {"seed": -1},
        {"demand": []},
        {"name": "My Port"},
        {"greenport": 2},
        {"solve": {"gap": 0.5}},
        {"prices": {"vlsfo": {"value": "500 USD/t", "status": "guess"}}},
        {"prices": {"vlsfo": {"27": "500 USD/t"}}},
        {"prices": {"vlsfo": {"data": "prices:vlsfo", "low": "1 USD/t"}}},
    ],
    ids=str,
)
def test_the_schema_refuses_what_greenport_refuses(wrong: dict[str, Any]) -> None:
    assert complaints({**content(template()), **wrong})


def test_a_scenario_that_builds_on_another_may_leave_keys_out() -> None:
    assert complaints({"extends": "hongkong", "name": "mine"}) == []
    assert complaints({"name": "mine"}) != []


# ---------------------------------------------------------------------------- the starter scenario


def test_the_starter_scenario_is_valid(tmp_path: Path) -> None:
    path = tmp_path / "starter.yaml"
    path.write_text(template(), encoding="utf-8")
    assert load_scenario(path).name == "my-port"


def test_the_starter_scenario_agrees_with_the_schema() -> None:
    assert complaints(content(template())) == []


def test_the_starter_scenario_shows_every_part() -> None:
    shown = content(template())
    assert set(Document.model_fields) - {"note", "source"} == set(shown)


def test_the_starter_scenario_explains_every_key_where_it_first_stands() -> None:
    """A comment behind it, or on the line above."""
    known = {name for _, name, _ in fields()}
    bare: list[str] = []
    seen: set[str] = set()
    above = ""
    for line in template().splitlines():
        code, _, comment = line.partition("#")
        here = set(re.findall(r"([A-Za-z_-]+):", code)) & known
        if not comment.strip() and not above.strip().startswith("#"):
            bare += sorted(here - seen)
        seen |= here
        above = line
    assert bare == []
