"""Whatever staff do, in whatever order: no public address shows text that is not live.

    CLINIC_EXAMPLES=500 .venv/bin/pytest tests/education/machine -n0

runs it for longer. Uniform random rules find nothing in time (save, approve and publish rarely
line up): a page is public from the start, editing weighs most, and one rule goes the whole way.
"""

import os
from contextlib import ExitStack
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from education.models.topic import Topic
from tests.education.machine.books import FOR_STAFF, text_fields, working_copy_models
from tests.education.machine.readers import addresses
from tests.education.machine.test_planted_faults import (
    list_reads_the_title_of_the_draft,
    page_reads_the_summary_of_the_draft,
)
from tests.education.machine.world import REMOVABLE, World

pytestmark = pytest.mark.django_db

EDITABLE = [(model, name) for model in working_copy_models() for name in text_fields(model)]
BASICS = [(Topic, "title"), (Topic, "summary"), (Topic, "also_called")]
SLUGS = st.sampled_from(["peel", "peel", "laser"])
ANY = st.integers(0, 50)
HOUR = timedelta(hours=1)
ONCE_IN_CI = settings(
    max_examples=int(os.environ.get("CLINIC_EXAMPLES", "20")),
    stateful_step_count=5,
    deadline=None,
    database=None,
    # No shrinking: it took minutes on a failure. The steps that led there are printed anyway.
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)

# It stops at the first example that fails, which is one of the first few.
UNTIL_FOUND = settings(ONCE_IN_CI, max_examples=300)


class Clinic(RuleBasedStateMachine):
    """The staff of a clinic, doing whatever they like."""

    world: World  # made once; every example is undone

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.stack.enter_context(self.world.one_example())

    def teardown(self) -> None:
        with self.stack:
            self.world.check()

    @rule(place=st.sampled_from(EDITABLE), which=ANY)
    def edit(self, place, which):
        self.world.edit(*place, which)

    @rule(place=st.sampled_from(BASICS), which=ANY)
    def edit_basics(self, place, which):
        self.world.edit(*place, which)

    @rule(place=st.sampled_from(EDITABLE), which=ANY)
    def edit_once_more(self, place, which):
        self.world.edit(*place, which)

    @rule(model=st.sampled_from(sorted(REMOVABLE, key=str)), which=ANY)
    def remove(self, model, which):
        self.world.remove(model, which)

    @rule(slug=SLUGS)
    def whole_way(self, slug):
        self.world.whole_way(slug)

    @rule(slug=SLUGS)
    def approve(self, slug):
        self.world.approve(slug)

    @rule(slug=SLUGS, which=ANY)
    def publish(self, slug, which):
        self.world.publish(slug, self.number(slug, which))

    @rule(slug=SLUGS, hours=st.integers(1, 3))
    def approve_and_schedule(self, slug, hours):
        self.world.approve(slug)
        at = self.world.clock.now.replace(minute=0) + hours * HOUR
        self.world.publish(slug, max(self.world.pages[slug].held), at=at)

    @rule(slug=SLUGS, which=ANY)
    def cancel(self, slug, which):
        self.world.cancel(slug, self.published(slug, which))

    @rule(slug=SLUGS, which=ANY)
    def withdraw(self, slug, which):
        self.world.withdraw(slug, self.published(slug, which))

    @rule(slug=SLUGS, which=ANY)
    def restore(self, slug, which):
        self.world.restore(slug, self.number(slug, which))

    @rule(slug=SLUGS)
    def approve_what_was_read(self, slug):
        self.world.approve_what_was_read(slug)

    @rule(slug=SLUGS, hidden=st.booleans())
    def hide(self, slug, hidden):
        self.world.hide(slug, hidden)

    @rule(hours=st.integers(1, 2))
    def wait(self, hours):
        self.world.clock.forward(hours=hours)

    @invariant()
    def only_live_text_is_public(self):
        self.world.check(everything=False)

    def number(self, slug, which):
        held = sorted(self.world.pages[slug].held)
        return held[which % len(held)]

    def published(self, slug, which):
        """One that is or will be public if there is one, else the latest."""
        numbers = [number for _begins, number in self.world.pages[slug].published]
        return numbers[which % len(numbers)] if numbers else self.number(slug, -1)


@pytest.fixture
def machine():
    world = World()
    yield type("ClinicOfThisTest", (Clinic,), {"world": world})
    world.close()


def test_nothing_unapproved_is_ever_public(machine):
    run_state_machine_as_test(machine, settings=ONCE_IN_CI)


@pytest.mark.parametrize(
    "plant", [page_reads_the_summary_of_the_draft, list_reads_the_title_of_the_draft]
)
def test_the_machine_finds_a_planted_fault(machine, monkeypatch, plant):
    plant(monkeypatch)

    with pytest.raises(AssertionError, match="show"):
        run_state_machine_as_test(machine, settings=UNTIL_FOUND)


def test_every_text_that_a_draft_can_hold_is_edited():
    kinds = {model.__name__ for model, _name in EDITABLE}

    assert len(EDITABLE) > 40
    assert kinds == {model.__name__ for model in working_copy_models()}
    assert set(EDITABLE) >= FOR_STAFF


def test_the_addresses_come_from_the_resolver():
    found = addresses(["peel"], ["pregnancy"])

    assert {"/", "/treatments/peel/", "/conditions/pregnancy/", "/search/", "/request/"} <= set(
        found
    )
    assert not any(address.startswith("/admin") for address in found)
