"""Our short messages, read and made by another program: gammu, which shares no line with ours.

What gammu makes we read, and what we make gammu reads, over messages that are generated anew from ZTE_FUZZ_SEED.
"""

import datetime
import os
import pathlib
import random
import subprocess

import pytest

gammu = pytest.importorskip("gammu", reason="python3-gammu is not installed (scripts/setup test)")

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ROOT / ".build" / "debug" / "zte-modemPackageTests.xctest"
SEED = int(os.environ.get("ZTE_FUZZ_SEED", "1"))
# What both have a code for; gammu replaces what it has none for, and doubles a tilde in Unicode.
GSM = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,!?'()*+-/:;<=>@£$¥èéùìòØøÅåÆæßÉÄÖÑÜäöñüà&%#\"ΔΦΓΛΩ[]{}\\^|€\n"
OTHER = "ЖщыאاあçŞ漢字"


def ours(tmp_path, lines):
    """What the codec makes of lines: of "read PDU -" its fields, of "make NUMBER TEXT" PDUs."""
    given, made = tmp_path / "in", tmp_path / "out"
    given.write_text("".join(line + "\n" for line in lines))
    command = ["swift", "test", "--skip-build", "--disable-xctest", "--filter", "IndependentCodecTests"]
    result = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=100,
                            env={**os.environ, "ZTE_MESSAGES_IN": str(given), "ZTE_MESSAGES_OUT": str(made)})
    assert result.returncode == 0, result.stdout + result.stderr
    answers = made.read_text().splitlines()
    assert len(answers) == len(lines)
    return answers


@pytest.fixture
def built():
    if not PROGRAM.exists():
        pytest.skip("swift build --build-tests has not been run")


def spelled(text):
    return "text:" + text.encode().hex().upper()


def texts(count, longest):
    chance = random.Random(SEED)
    for number in range(count):
        letters = GSM if number % 2 else GSM + OTHER * 8
        yield "".join(chance.choice(letters) for _ in range(chance.randint(1, longest)))


def numbers(count):
    chance = random.Random(SEED + 1)
    for _ in range(count):
        yield chance.choice(["", "+"]) + "".join(chance.choice("0123456789") for _ in range(chance.randint(3, 15)))


def coding(text):
    return "Default_No_Compression" if all(letter in GSM for letter in text) else "Unicode_No_Compression"


def test_what_gammu_makes_we_read(built, tmp_path):
    lines, expected = [], []
    for text, number in zip(texts(600, 70), numbers(600)):
        when = datetime.datetime(2000 + len(lines) % 80, 1 + len(lines) % 12, 1 + len(lines) % 28, len(lines) % 24, 5, 9)
        blank, *_ = gammu.EncodeSMS({"Class": -1, "Unicode": False, "Entries": [{"ID": "Text", "Buffer": "x"}]})
        pdu = gammu.EncodePDU(blank | {
            "Text": text, "Number": number, "SMSC": {"Number": "+491710760000"}, "Coding": coding(text), "Type": "Deliver",
            "DateTime": when, "SMSCDateTime": when}, "Deliver")
        lines.append(f"read {pdu.hex()} -")
        expected.append(("deliver", number, "-", "-", when.strftime("%Y-%m-%dT%H:%M:%S"), spelled(text)))
    for line, answer, fields in zip(lines, ours(tmp_path, lines), expected):
        kind, number, place, message_class, time, text = answer.split(" ")
        assert (kind, number, place, message_class, time[:19], text) == fields, line


def test_what_we_make_gammu_reads(built, tmp_path):
    wanted = list(zip(texts(400, 500), numbers(400)))
    answers = ours(tmp_path, [f"make {number} {spelled(text)}" for text, number in wanted])
    for (text, number), answer in zip(wanted, answers):
        parts = [gammu.DecodePDU(bytes.fromhex(pdu), True) for pdu in answer.split(" ")]
        for part in parts:
            # It counts septets for characters: what has an escape seems longer than it is.
            part["Text"] = part["Text"].partition("\0")[0]
        assert "".join(part["Text"] for part in parts) == text
        assert {part["Number"] for part in parts} == {number}
        assert all(part["Coding"] == coding(text) for part in parts)
        assert all(part["Type"] == "Submit" for part in parts)
        if len(parts) > 1:
            heads = [part["UDH"] for part in parts]
            assert [head["PartNumber"] for head in heads] == list(range(1, len(parts) + 1))
            assert all(head["AllParts"] == len(parts) and head["ID8bit"] == 0xa7 for head in heads)


def test_parts_that_gammu_makes(built, tmp_path):
    lines, expected = [], []
    for text in texts(60, 600):
        parts = gammu.EncodeSMS({"Class": 1, "Unicode": coding(text) != "Default_No_Compression",
                                 "Entries": [{"ID": "ConcatenatedTextLong", "Buffer": text}]})
        for part in parts:
            part |= {"Number": "+491701234567", "SMSC": {"Number": "+491710760000"}}
            lines.append(f"read {gammu.EncodePDU(part, 'Submit').hex()} -")
        expected.append((text, len(parts)))
    answers = iter(ours(tmp_path, lines))
    for text, count in expected:
        parts = [next(answers).split(" ") for _ in range(count)]
        assert b"".join(bytes.fromhex(part[5].removeprefix("text:")) for part in parts).decode() == text
        if count > 1:
            assert [part[2].split("/")[1:] for part in parts] == [[str(count), str(n)] for n in range(1, count + 1)]
