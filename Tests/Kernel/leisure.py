"""Stories that wait for long, keep many sticks busy, or tell once more, with another value, what others tell already."""

import os

import pytest

# `make test-full` and `make soak` have the time.
HAS_LEISURE = os.environ.get("ZTE_LEISURE") == "1"

at_leisure = pytest.mark.skipif(not HAS_LEISURE, reason="takes its time: make test-long")


def most_at_leisure(values, *at_once):
    """Values for a story: those that are named are told each time, the others when there is the time."""
    return [pytest.param(value, marks=() if str(value) in at_once else at_leisure) for value in values]
