"""A clock that tests move."""

from collections.abc import Iterator

import pytest

from tests.education.clock import Clock


@pytest.fixture
def clock() -> Iterator[Clock]:
    """``timezone.now()`` stands still until the test moves it."""
    with Clock().stands_still() as clock:
        yield clock
