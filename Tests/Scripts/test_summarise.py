"""The totals are what people and CI believe: whatever goes wrong has to show in them."""

import pathlib
import subprocess
import time

import pytest

SUMMARISE = pathlib.Path(__file__).resolve().parents[2] / "scripts" / "summarise"

SWIFT_TESTING = """<testsuites><testsuite name="TestResults" tests="3" failures="2" skipped="1">
  <testcase classname="ATests.S" name="good()" time="0.1" />
  <testcase classname="ATests.S" name="off()"><skipped>no &lt;kernel&gt;
     here</skipped></testcase>
  <testcase classname="ATests.S" name="bad()" time="0.1">
    <failure message="Expectation failed: 1 == 2 (error)" /><failure message="and again" />
  </testcase>
</testsuite></testsuites>"""
PYTEST = """<testsuites><testsuite name="pytest" tests="3" errors="1" skipped="1">
  <testcase classname="test_a" name="test_good" time="0.1" />
  <testcase classname="test_a" name="test_off"><skipped type="pytest.skip" message="needs root">a.py:1</skipped></testcase>
  <testcase classname="test_a" name="test_broken"><error message="failed on setup">trace</error></testcase>
</testsuite></testsuites>"""
GOOD = '<testsuites><testsuite><testcase classname="a" name="b" /></testsuite></testsuites>'


@pytest.fixture
def results(tmp_path):
    class Results:
        def ring(self, name, status, xml=None, seconds=3):
            (tmp_path / f"{name}.status").write_text(f"{status} {seconds}\n")
            if xml is not None:
                (tmp_path / f"{name}.xml").write_text(xml)
            # Rings are told in the order they ran.
            time.sleep(0.01)

        def summary(self):
            run = subprocess.run([SUMMARISE, tmp_path], text=True, stdout=subprocess.PIPE, timeout=30)
            return run.returncode, run.stdout.splitlines()

    return Results()


def test_adds_up_what_both_test_tools_write(results):
    results.ring("swift", 1, SWIFT_TESTING)
    results.ring("bus", 1, PYTEST, seconds=12)
    status, lines = results.summary()
    assert status == 1
    assert lines == [
        "",
        "skipped  swift: ATests.S.off(): no <kernel> here",
        "skipped  bus: test_a.test_off: needs root",
        "FAILED   swift: ATests.S.bad(): Expectation failed: 1 == 2 (error)",
        "FAILED   bus: test_a.test_broken: failed on setup",
        "ring swift: 1 passed, 1 failed, 1 skipped in 3 s",
        "ring bus: 1 passed, 1 failed, 1 skipped in 12 s",
        "2 passed, 2 failed, 2 skipped",
    ]


def test_swift_testing_writes_beside_the_file_it_was_given(results, tmp_path):
    results.ring("swift", 0)
    (tmp_path / "swift-swift-testing.xml").write_text(GOOD)
    assert results.summary()[1][-1] == "1 passed, 0 failed, 0 skipped"


def test_what_is_skipped_for_one_reason_is_one_line(results):
    skips = "".join(f'<testcase classname="a" name="{name}"><skipped message="slow">a.py:1</skipped></testcase>'
                    for name in "bcd")
    results.ring("kernel", 0, f"<testsuites><testsuite>{skips}</testsuite></testsuites>")
    assert results.summary() == (0, [
        "", "skipped  kernel: a.b and 2 others: slow", "ring kernel: 0 passed, 0 failed, 3 skipped in 3 s",
        "0 passed, 0 failed, 3 skipped"])


def test_success(results):
    results.ring("swift", 0, GOOD)
    assert results.summary() == (0, [
        "", "ring swift: 1 passed, 0 failed, 0 skipped in 3 s", "1 passed, 0 failed, 0 skipped"])


@pytest.mark.parametrize("status, xml, reason", [
    (1, None, "could not run, or broke: exit status 1"),
    (125, None, "could not run, or broke: exit status 125"),
    (139, GOOD, "could not run, or broke: exit status 139"),
    (124, GOOD, "did not end in time"),
    (137, None, "did not end in time"),
    (0, None, "ran no test"),
    (0, "<testsuites/>", "ran no test"),
    (0, "<testsuites><testcase", "broke off"),
], ids=lambda value: str(value)[:20])
def test_a_broken_ring_is_a_failure(results, status, xml, reason):
    results.ring("swift", 0, GOOD)
    results.ring("kernel", status, xml)
    code, lines = results.summary()
    assert code == 1
    assert any(line.startswith("FAILED   kernel: ") and reason in line for line in lines), lines
    assert lines[-1].split(", ")[1] == "1 failed"


def test_nothing_at_all_is_no_success(results):
    assert results.summary() == (1, ["", "no ring ran", "0 passed, 0 failed, 0 skipped"])
