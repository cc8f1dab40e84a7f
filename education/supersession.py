"""Who supersedes whom: a pure function of publication times, checked over all short sequences.

Definition in words: at any instant the edition with the latest ``publish_from`` that has come
is the one whose time it is. Withdrawing changes nothing here: an older edition never comes back.
"""

from collections.abc import Mapping
from datetime import datetime
from itertools import pairwise

from education.models.edition_constraints import OPEN_END


def superseded_from(publish_from: Mapping[int, datetime]) -> dict[int, datetime]:
    """When each edition's time ends, given when each begins. Two may not begin together."""
    in_order = sorted(publish_from, key=lambda edition: publish_from[edition])
    ends = {earlier: publish_from[later] for earlier, later in pairwise(in_order)}
    return {edition: ends.get(edition, OPEN_END) for edition in in_order}
