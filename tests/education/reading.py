"""How hard a page is to read, and which of its sentences promise something.

The Flesch-Kincaid grade is a guide, not a proof (NHS service manual, readability tools). Names of
illnesses and substances are left out of the syllables: patients need them as they are.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from education.page import TreatmentPage

MEDICAL_NAMES = frozenset(
    """
    mesotherapy hyaluronic acid phosphatidylcholine deoxycholate deoxycholic kybella minoxidil
    dutasteride tranexamic mycobacteria mycobacterial liposuction microneedling lymphoedema
    fibromyalgia melasma cellulite
    """.split()  # noqa: SIM905  a list of words is read more easily without quotes
)
WORD = re.compile(r"[A-Za-zÀ-ÿ’]+(?:-[A-Za-z]+)*|\d[\d,]*")
END_OF_SENTENCE = re.compile(r"(?<=[.?!:])[”\s]+")


def prose(page: TreatmentPage) -> Iterator[str]:
    """Everything on the page that is written in sentences; names and headings are not."""
    yield page.summary
    yield from (section.body for section in page.sections)
    yield from (claim.statement for claim in page.claims)
    for entry in page.contraindications:
        yield from (entry.question, entry.why, entry.what_to_do)
    for effect in page.side_effects:
        yield from (effect.description, effect.what_to_do, effect.on_brown_and_black_skin)
    for advice in page.aftercare:
        yield from (advice.text, advice.why)
    yield from (step.body for step in page.steps)
    yield from (card.what_to_say for card in page.care_cards)
    for faq in page.faqs:
        yield from (faq.question, faq.answer)
    yield from (question.text for question in page.questions_to_ask)


def labels(page: TreatmentPage) -> Iterator[str]:
    """What is printed around the sentences: names, headings, signs and facts."""
    yield from (page.title, *page.also_called, *(value for _name, value in page.facts))
    yield from (concern.name for concern in page.concerns)
    yield from (section.heading for section in page.sections)
    for claim in page.claims:
        yield from (claim.outcome, claim.basis)
    for entry in page.contraindications:
        yield from (entry.condition.name, *entry.condition.also_called)
    for effect in page.side_effects:
        yield from (effect.name, effect.number_from, effect.starts, effect.lasts, effect.basis)
    yield from (step.heading for step in page.steps)
    for card in page.care_cards:
        yield from (card.heading, *card.signs)


def sentences(text: str) -> list[str]:
    """A list item counts as a sentence; marks of Markdown and addresses of links do not."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text).replace("**", "")
    lines = (line.removeprefix("- ") for line in text.split("\n"))
    parts = (part for line in lines for part in END_OF_SENTENCE.split(line))
    return [part for part in parts if WORD.search(part)]


def words(sentence: str) -> list[str]:
    return WORD.findall(sentence)


def syllables(word: str) -> int:
    """Vowel groups, less the silent endings. At least one."""
    word = word.lower()
    count = len(re.findall(r"[aeiouyé]+", word))
    count += len(re.findall(r"(?<![tscg])i[aou]", word))
    if re.search(r"([^l]e|[^aeiouytd]ed|[^aeioulsxzcgh]es)$", word):
        count -= 1
    return max(count, 1)


@dataclass(frozen=True)
class Reading:
    """Figures of one page."""

    grade: float
    words: int
    sentences: int
    long_sentences: list[str]

    def __str__(self) -> str:
        return (
            f"Flesch-Kincaid grade {self.grade:.1f}, {self.words} words, "
            f"{self.words / self.sentences:.1f} in a sentence, "
            f"{len(self.long_sentences)} sentences over 20 words: {self.long_sentences}"
        )


def measure(page: TreatmentPage) -> Reading:
    return measure_sentences([part for text in prose(page) for part in sentences(text)])


def measure_sentences(parts: list[str]) -> Reading:
    every = [word for part in parts for word in words(part)]
    counted = [word for word in every if word.lower() not in MEDICAL_NAMES]
    grade = (
        0.39 * len(every) / len(parts) + 11.8 * sum(map(syllables, counted)) / len(counted) - 15.59
    )
    long_sentences = [part for part in parts if len(words(part)) > 20]
    return Reading(grade, len(every), len(parts), long_sentences)
