"""What the YAML parsers say of a text that is no YAML, and what it means to who wrote a scenario."""

from __future__ import annotations

import re
from typing import Final

import yaml

# Problem or context in the words of either parser, and the message.
_SAID: Final = {
    "mapping values are": "a second `: `, or an entry indented too far; quote a text that contains `: `, "
    "and start the entries of one map in one column",
    "expected ':'": "no `: ` in this line; expected `key: value`",
    "start any token|node content|alphabetic|tag": "a value starts with a sign that YAML keeps for itself; "
    "put the value in quotes",
    "unexpected end of stream": "a quote is opened here and never closed; close it",
    "expected ',' or": "the [ or {{ of line {opened} is not closed, or a comma is missing; "
    "a text with any of , [ ] {{ }} needs quotes",
    "sequence entries are": "a list entry `- ` may not start here; put it on its own line below the key",
    "block end|expected key|'-' indicator|document start": "does not fit the lines above; entries of one "
    "map or list start in one column, and nothing follows a closing quote or bracket",
    "block scalar": "a value starts with > or |; put it in quotes (a long text starts on the next line)",
    "escape|hexadecimal": "an unknown \\ in double quotes; use single quotes, or write \\\\",
}


def told(error: yaml.MarkedYAMLError) -> tuple[int, str]:
    """Line and message, in the user's terms, of an error of either YAML parser."""
    context, problem = error.context or "", error.problem or "unknown problem"
    last = error.problem_mark.line + 1 if error.problem_mark else 1
    first = error.context_mark.line + 1 if error.context_mark else last
    line = first if "scanning" in context else last
    for said, message in _SAID.items():
        if re.search(said, problem) or re.search(said, context):
            return line, message.format(opened=first)
    return line, f"not valid YAML: {problem}"
