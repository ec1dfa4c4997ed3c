"""What the sheets of a workbook look like, derived from the declarations in `data.model`.

Reader, writer, template and rules all ask here which sheet holds a kind, what its columns are
called and what a value looks like in its cell, so that they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from data.columns import SEPARATOR, Column, Holds
from data.issues import Issue, Severity
from data.model import KINDS, RECORD_KINDS, SHEETS, Record, columns_of

FIRST_ROW: Final = 4
"""Where data start in a workbook of ours: label, machine name and HXL tag stand above."""
REQUIRED_MARK: Final = "*"
LISTS: Final = "lists"
README: Final = "README"
EXAMPLES: Final = "examples"
ISSUES: Final = "issues"
ASIDE: Final = frozenset({"lists", "readme", "examples", "issues", "notes"})
"""Sheets that hold no data of the register, by `key_of` their name."""
OBLIGATORY: Final = ("actor", "programme")
"""Kinds without which a workbook is no register."""
LONGEST_TEXT: Final = 32_767
"""Characters that a cell of a spreadsheet holds."""

# Other words that people use for a column, by field; spaces, case and marks do not matter.
SYNONYMS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "id": ("code", "identifier", "reference no", "programme id", "project id", "ppa code"),
        "title": ("name", "programme", "programme title", "program", "project", "project title",
                  "ppa", "ppas", "activity", "programme name"),
        "name": ("title", "office", "agency", "organisation", "organization", "name of office"),
        "lead": ("lead actor", "lead agency", "lead office", "accountable actor",
                 "accountable office", "implementing agency"),
        "groups": ("beneficiary groups", "beneficiaries", "target groups", "target beneficiaries",
                   "groups coordinated"),
        "group": ("beneficiary group", "target group"),
        "services": ("service", "services coordinated"),
        "sectors": ("sector",),
        "phases": ("phase", "migration phase", "migration phases"),
        "territories": ("territory", "place", "places", "coverage", "location", "locations"),
        "territory": ("place", "location", "psgc", "psgc code"),
        "budget_split": ("share of budget", "budget shares"),
        "starts_on": ("start", "start date", "starts", "from", "valid from"),
        "ends_on": ("end", "end date", "ends", "to", "valid to"),
        "valid_from": ("from", "start", "start date", "starts on"),
        "valid_to": ("to", "end", "end date", "ends on", "until"),
        "budget": ("total budget", "budget whole life", "total cost"),
        "spent": ("expenditure", "total spent"),
        "part_of": ("parent", "parent body", "parent office"),
        "parent": ("parent objective", "parent programme", "parent code"),
        "upper": ("carries out", "upper instrument"),
        "theme": ("sector",),
        "result": ("result level",),
        "document": ("document reference",),
        "minutes": ("minutes reference",),
        "to": ("to actor", "to whom"),
        "from_actor": ("from", "sender"),
        "to_actor": ("to",),
        "sender_kind": ("kind of sender",),
        "kind": ("type", "kind of actor", "kind of instrument"),
        "grade": ("evidence", "evidence grade"),
        "observed_on": ("as of", "observed", "date observed"),
        "source": ("source document", "reference", "sources"),
        "kinds": ("record kinds",),
        "item": ("checklist item", "criterion"),
        "funding_source": ("source of funds", "fund source"),
        "budget_instrument": ("investment programme", "budget line in"),
        "budget_code": ("budget line", "aip code", "aip reference code"),
        "physical_target": ("physical target",),
        "physical_actual": ("physical actual", "physical accomplishment"),
        "currency": ("currency code",),
        "field_name": ("field",),
        "latitude": ("lat",),
        "longitude": ("lon", "long", "lng"),
    }
)  # fmt: skip


def key_of(words: str) -> str:
    """A name without case, spaces, marks and punctuation: what two spellings share.

    >>> key_of("Beneficiary groups *") == key_of("beneficiary_groups")
    True
    """
    return "".join(filter(str.isalnum, words.casefold()))


def header_of(name: str, spec: Column) -> str:
    """The machine name that a field has in a workbook."""
    return spec.header or name


def headers(kind: type[Record]) -> Mapping[str, str]:
    """Field → machine name of its column, in the order of the sheet: the id comes first."""
    return _HEADERS[kind.KIND]


def _headers(kind: type[Record]) -> Mapping[str, str]:
    found = {name: header_of(name, spec) for name, spec in columns_of(kind).items()}
    return MappingProxyType({"id": found.pop("id")} | found)


_HEADERS: Final = {kind.KIND: _headers(kind) for kind in RECORD_KINDS}


def fields_by_key(kind: type[Record]) -> Mapping[str, str]:
    """`key_of` every name that a column may go by → its field; nearer names come first."""
    return _fields_by_key(kind.KIND)


@cache
def _fields_by_key(kind: str) -> Mapping[str, str]:
    specs = columns_of(KINDS[kind])
    found: dict[str, str] = {}
    for name, spec in specs.items():
        found.setdefault(key_of(header_of(name, spec)), name)
    for name in specs:
        found.setdefault(key_of(name), name)
    for name, spec in specs.items():
        found.setdefault(key_of(spec.label), name)
    for name in specs:
        for other in SYNONYMS.get(name, ()):
            found.setdefault(key_of(other), name)
    return MappingProxyType(found)


@cache
def _kinds_by_key() -> Mapping[str, type[Record]]:
    found: dict[str, type[Record]] = {}
    for kind in RECORD_KINDS:
        found[key_of(kind.SHEET)] = kind
    for kind in RECORD_KINDS:
        found.setdefault(key_of(kind.KIND), kind)
        found.setdefault(key_of(kind.TITLE), kind)
    return found


def kind_of_sheet(name: str) -> type[Record] | None:
    """The record kind whose sheet is called so, whatever the case, or None."""
    return _kinds_by_key().get(key_of(name))


def kind_called(name: str) -> type[Record] | None:
    """The record kind that a reference names: ``programme``, ``programmes``, ``Programmes``."""
    return KINDS.get(name) or SHEETS.get(name) or kind_of_sheet(name)


def letters(number: int) -> str:
    """Letters of a column counted from 0.

    >>> letters(0), letters(26), letters(701)
    ('A', 'AA', 'ZZ')
    """
    found = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def number_of(column: str) -> int:
    """The column that letters mean, counted from 0; −1 for none.

    >>> number_of("A"), number_of("AA"), number_of("")
    (0, 26, -1)
    """
    number = 0
    for letter in column:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def own_letters(kind: type[Record]) -> Mapping[str, str]:
    """Field → column letters in a sheet that we write."""
    return {name: letters(place) for place, name in enumerate(headers(kind))}


_SEVERITIES: Final = {severity: place for place, severity in enumerate(Severity)}


def in_sheet_order(issues: Iterable[Issue], sheets: Iterable[str] = ()) -> tuple[Issue, ...]:
    """Issues by sheet, row and column; sheets as given, the others in the model's order."""
    places = {key_of(kind.SHEET): place for place, kind in enumerate(RECORD_KINDS, start=1000)}
    places |= {key_of(name): place for place, name in enumerate(sheets)}

    def place(issue: Issue) -> tuple[int, str, int, int, int]:
        at, sheet = issue.at, places.get(key_of(issue.at.sheet), -1)
        return sheet, at.sheet, at.row, number_of(issue.column), _SEVERITIES[issue.severity]

    return tuple(sorted(issues, key=place))


# --- what a value looks like in its cell -------------------------------------------------------


def separated(cell: str) -> Iterator[str]:
    """The several values of one cell; blank ones are left out.

    >>> list(separated("DEPDev | NEDA |"))
    ['DEPDev', 'NEDA']
    """
    return filter(None, map(str.strip, cell.split(SEPARATOR)))


def plain_number(value: float) -> str:
    """A number in the fewest digits that read back as the same number.

    >>> plain_number(60.0), plain_number(0.1)
    ('60', '0.1')
    """
    whole = isinstance(value, int) or (value.is_integer() and abs(value) < 1e15)
    return str(int(value)) if whole else repr(value)


def in_cell(value: object, spec: Column) -> str | int | float | None:
    """What stands in the cell for a value of a field: text, a number, or None for blank."""
    if value is None or value == ():
        return None
    match spec.holds:
        case Holds.FLAG:
            return "yes" if value else "no"
        case Holds.SPLIT if isinstance(value, tuple):
            return SEPARATOR.join(f"{code}={plain_number(share)}" for code, share in value)
        case Holds.WHOLE | Holds.MONEY | Holds.NUMBER if isinstance(value, int | float):
            return value
    if isinstance(value, tuple):
        return SEPARATOR.join(value)
    return str(value)
