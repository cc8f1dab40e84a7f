"""``TreatmentPage``: the one shape of what a patient reads about a treatment, or in a guide.

The same shape is read from the working copy, stored in an edition, rendered by templates and
written to YAML packs. Which fields are prose and which are one line is said by their types.

Rules of the shape, so that old editions stay readable and digests stay true:

* A field either is required or defaults to ``""``, ``None`` or ``[]``; defaults never change.
* No floats. Hours are whole numbers, risks are ``count`` in ``out_of`` people.
* A change that the rules do not allow needs a new ``FORMAT`` and an upgrade in ``formats.py``.
"""

from collections.abc import Iterable
from typing import Annotated, Literal, Self

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, model_validator

from education.page_types import (
    Address,
    CareLevel,
    Day,
    Direction,
    Grade,
    Hours,
    Key,
    Kind,
    Level,
    Line,
    Many,
    ManyShared,
    People,
    Prose,
    RequiredLine,
    RequiredProse,
    SectionKind,
    Seriousness,
    SourceKeys,
    Summary,
    Title,
)

FORMAT = 1


class Part(BaseModel):
    """What every part of the page shares: unknown fields are refused, models can be read."""

    model_config = ConfigDict(extra="forbid", from_attributes=True, frozen=True)


class Entry(Part):
    """A part with a stable key: its anchor on the page and its name in every edition."""

    key: Key


class Concern(Entry):
    """What brings a person here, such as hair loss."""

    name: RequiredLine


class Condition(Entry):
    """A health problem, a medicine or a circumstance, in a patient's words."""

    name: RequiredLine
    also_called: list[RequiredLine] = []


class Source(Entry):
    """A publication that a claim rests on. The link is opened by the reader, never by us."""

    title: RequiredLine
    authors: Line = ""
    publisher: Line = ""
    year: Annotated[int, Field(ge=1800, le=2200, strict=True)] | None = None
    url: Address = ""
    doi: Annotated[Line, Field(pattern=r"^(10\.\d{4,9}/[^\s]+)?$")] = ""
    pmid: Annotated[Line, Field(pattern=r"^(\d{1,8})?$")] = ""


class Facts(Part):
    """Facts at a glance. An empty one is left out; what is not known is said in words."""

    sessions: Line = ""
    visit_length: Line = ""
    time_off: Line = ""
    discomfort: Line = ""
    onset: Line = ""
    duration: Line = ""
    practitioner: Line = ""
    licence_status: Line = ""


class Section(Entry):
    """Text of a fixed kind. Without a heading of its own it takes the heading of its kind."""

    kind: SectionKind
    heading: Line = ""
    body: RequiredProse


class Claim(Entry):
    """What a treatment may do for one aim, and how sure the studies are."""

    outcome: RequiredLine
    statement: RequiredProse
    direction: Direction
    grade: Grade
    basis: RequiredLine
    sources: SourceKeys = []
    searched_on: Day | None = None


class Contraindication(Entry):
    """Why somebody should not have it, should wait, or should talk to the clinic first."""

    level: Level
    condition: Condition
    question: RequiredLine
    why: RequiredProse
    what_to_do: RequiredProse
    sources: SourceKeys = []


class SideEffect(Entry):
    """An adverse effect. ``count`` in ``out_of`` people; both empty means: not known."""

    name: RequiredLine
    seriousness: Seriousness
    description: Prose = ""
    count: People | None = None
    out_of: People | None = None
    number_from: Line = ""
    starts: Line = ""
    lasts: Line = ""
    what_to_do: RequiredProse
    on_brown_and_black_skin: Prose = ""
    grade: Grade | Literal[""] = ""
    basis: Line = ""
    sources: SourceKeys = []

    @model_validator(mode="after")
    def _frequency_is_possible(self) -> Self:
        if (self.count is None) != (self.out_of is None):
            raise ValueError(_("Give both numbers of “n in N people”, or neither."))
        if self.out_of is not None and not 0 <= (self.count or 0) <= self.out_of != 0:
            raise ValueError(
                _("%(count)s in %(out_of)s people is not possible.")
                % {"count": self.count, "out_of": self.out_of}
            )
        return self


class AftercareItem(Entry):
    """What to do or not to do, from and until hours after the visit; no end: ``None``."""

    advice: Literal["do", "dont"]
    text: RequiredLine
    from_hours: Hours
    until_hours: Hours | None = None
    why: Line = ""

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.until_hours is not None and self.until_hours <= self.from_hours:
            raise ValueError(_("The end must be later than the beginning."))
        return self


class Step(Entry):
    """One step of a visit, in order."""

    heading: RequiredLine
    body: RequiredProse


class CareCard(Entry):
    """When to get help. The telephone number is the clinic's own and is printed beside it."""

    level: CareLevel
    heading: RequiredLine
    signs: Annotated[list[RequiredLine], Field(min_length=1, max_length=12)]
    what_to_say: Line = ""


class FAQ(Entry):
    """A question in a patient's words. The first sentence of the answer answers it."""

    question: RequiredLine
    answer: RequiredProse


class QuestionToAsk(Entry):
    """A question worth asking before deciding."""

    text: RequiredLine


class TreatmentPage(Part):
    """Everything a patient reads about one topic, except what the clinic says about itself.

    Prices, telephone numbers and opening hours are the clinic's own data and stand outside.
    """

    kind: Kind
    title: Title
    also_called: list[RequiredLine] = []
    summary: Summary
    facts: Facts
    concerns: ManyShared[Concern] = []
    sections: Many[Section] = []
    claims: Many[Claim] = []
    contraindications: Many[Contraindication] = []
    side_effects: Many[SideEffect] = []
    aftercare: Many[AftercareItem] = []
    steps: Many[Step] = []
    care_cards: Many[CareCard] = []
    faqs: Many[FAQ] = []
    questions_to_ask: Many[QuestionToAsk] = []
    sources: Many[Source] = []

    @model_validator(mode="after")
    def _keys_are_unique(self) -> Self:
        for name in ENTRY_LISTS:
            keys = [entry.key for entry in getattr(self, name)]
            if again := first_repeated(keys):
                raise ValueError(
                    _("%(list)s: the key “%(key)s” is used twice.") % {"list": name, "key": again}
                )
        return self

    @model_validator(mode="after")
    def _sources_exist(self) -> Self:
        known = {source.key for source in self.sources}
        for name in ("claims", "contraindications", "side_effects"):
            for entry in getattr(self, name):
                if unknown := set(entry.sources) - known:
                    raise ValueError(
                        _("%(list)s, %(key)s: unknown source “%(source)s”.")
                        % {"list": name, "key": entry.key, "source": min(unknown)}
                    )
        return self

    @model_validator(mode="after")
    def _one_name_for_a_condition(self) -> Self:
        known: dict[str, Condition] = {}
        for entry in self.contraindications:
            if known.setdefault(entry.condition.key, entry.condition) != entry.condition:
                raise ValueError(
                    _("The health problem “%(key)s” has two different texts.")
                    % {"key": entry.condition.key}
                )
        return self

    @model_validator(mode="after")
    def _one_card_of_each_level(self) -> Self:
        # NHS service manual, care cards: more than one of a level hides the one that matters.
        if again := first_repeated([card.level for card in self.care_cards]):
            raise ValueError(_("There is more than one card for “%(level)s”.") % {"level": again})
        return self

    @model_validator(mode="after")
    def _one_denominator(self) -> Self:
        # Readers compare the counts of one table; mixed bases mislead (PIF, communicating risk).
        if len({s.out_of for s in self.side_effects if s.out_of is not None}) > 1:
            raise ValueError(_("Side effects: give all numbers out of the same number of people."))
        return self


ENTRY_LISTS = tuple(
    name
    for name in TreatmentPage.model_fields
    if name not in {"kind", "title", "also_called", "summary", "facts"}
)


def first_repeated(values: Iterable[str]) -> str | None:
    """The first value that was there before, or ``None``."""
    seen: set[str] = set()
    for value in values:
        if value in seen:
            return value
        seen.add(value)
    return None
