"""Who is told what, how often, and what happens where telling fails."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from harvester.errors import NotTold
from harvester.watch_settings import NotifySection
from harvester.watching.channels import Channel
from harvester.watching.memory import NAME, recall
from harvester.watching.notices import Condition, Fact, Message
from harvester.watching.teller import FIRST, LONGEST, Teller
from tests.world import START

MINUTE = timedelta(minutes=1)


@dataclass
class Box:
    """A channel that keeps what it gets, unless it is broken."""

    name: str = "box"
    broken: bool = False
    got: list[Message] = field(default_factory=list)
    tried: int = 0

    def send(self, message: Message) -> None:
        self.tried += 1
        if self.broken:
            raise NotTold(f"{self.name} is broken", "mend it")
        self.got.append(message)

    @property
    def titles(self) -> list[str]:
        return [message.title.removeprefix("harvester here: ") for message in self.got]


def teller(folder: Path, *channels: Channel, **section: str) -> Teller:
    said: list[str] = []
    made = NotifySection.model_validate(section)
    return Teller(channels, made, folder, "here", said.append)


def facts(*conditions: Condition | None) -> list[Fact]:
    return [Fact(f"source s{n}", condition) for n, condition in enumerate(conditions)]


def test_a_change_is_told_once_also_over_restarts(tmp_path: Path) -> None:
    box = Box()
    teller(tmp_path, box).tell(facts("failing", "well"), {}, START)
    for minute in range(3):  # a service that begins anew each time
        teller(tmp_path, box).tell(facts("failing", "well"), {}, START + minute * MINUTE)
    assert box.titles == ["1 failing"]
    teller(tmp_path, box).tell(facts("well", "blocked"), {}, START + 5 * MINUTE)
    assert box.titles == ["1 failing", "1 blocked, 1 recovered"]
    assert recall(tmp_path)["box"].told == {"source s1": "blocked"}


def test_one_channel_that_fails_costs_the_others_nothing_and_catches_up(tmp_path: Path) -> None:
    good, bad = Box("good"), Box("bad", broken=True)
    ours = teller(tmp_path, bad, good)
    ours.tell(facts("failing", "failing"), {}, START)
    assert good.titles == ["2 failing"]
    first, _ = ours.reports
    assert (first.channel, first.failures, first.why) == ("bad", 1, "bad is broken")
    assert first.again == START + FIRST
    ours.tell(facts("failing", "failing"), {}, START + FIRST / 2)
    assert bad.tried == 1
    bad.broken = False
    ours.tell(facts("well", "failing"), {}, START + FIRST)
    # What has recovered before it was told is no news.
    assert (good.titles[1:], bad.titles) == (["1 recovered"], ["1 failing"])
    first, _ = ours.reports
    assert (first.sent, first.failures, first.failed, first.why) == (1, 0, 1, None)


def test_who_fails_for_long_is_tried_ever_later_but_always(tmp_path: Path) -> None:
    bad = Box(broken=True)
    ours, now = teller(tmp_path, bad), START
    waits: list[timedelta] = []
    for _ in range(20):
        ours.tell(facts("failing"), {}, now)
        (report,) = ours.reports
        assert report.again is not None
        waits.append(report.again - now)
        now = report.again
    assert bad.tried == 20
    assert waits[:3] == [FIRST, 2 * FIRST, 4 * FIRST]
    assert waits[-1] == LONGEST


def test_troubles_of_the_service_are_told_but_none_its_own(tmp_path: Path) -> None:
    one, other = Box("one"), Box("other")
    ours = teller(tmp_path, one, other)
    ours.tell([], {"disk": "no room", "notify one": "one is broken"}, START)
    assert (one.titles, other.titles) == (
        ["1 trouble of the service"],
        ["2 trouble of the service"],
    )
    ours.tell([], {}, START + MINUTE)
    assert (one.titles[1:], other.titles[1:]) == (["1 recovered"], ["2 recovered"])
    assert "over: disk" in one.got[1].body


def test_while_the_store_cannot_be_read_nothing_is_forgotten(tmp_path: Path) -> None:
    box = Box()
    ours = teller(tmp_path, box)
    ours.tell(facts("failing"), {}, START)
    ours.tell(None, {"store": "cannot be read"}, START + MINUTE)
    ours.tell(facts("failing"), {}, START + 2 * MINUTE)
    assert box.titles == ["1 failing", "1 trouble of the service", "1 recovered"]


def test_a_source_that_is_gone_is_forgotten_without_a_word(tmp_path: Path) -> None:
    box = Box()
    ours = teller(tmp_path, box)
    ours.tell(facts("failing"), {}, START)
    ours.tell([], {}, START + MINUTE)
    assert box.titles == ["1 failing"]
    assert recall(tmp_path)["box"].told == {}


def test_a_digest_tells_all_that_has_changed_at_its_time(tmp_path: Path) -> None:
    box = Box()

    def at(when: datetime, *conditions: Condition) -> None:
        teller(tmp_path, box, digest="0 8 * * *").tell(facts(*conditions), {}, when)

    at(START, "failing", "well", "well")
    at(START + timedelta(hours=4), "well", "stale", "well")
    assert box.got == []
    at(START + timedelta(hours=8), "well", "stale", "blocked")
    at(START + timedelta(hours=9), "failing", "stale", "blocked")
    assert box.titles == ["1 blocked, 1 stale"]
    at(START + timedelta(days=1, hours=9), "failing", "well", "blocked")
    assert box.titles[1:] == ["1 failing, 1 recovered"]
    # Nothing has changed: nothing is said, and the next change waits for the next morning.
    at(START + timedelta(days=2, hours=9), "failing", "well", "blocked")
    at(START + timedelta(days=2, hours=10), "well", "well", "blocked")
    assert len(box.got) == 2


def test_a_channel_that_the_settings_no_longer_name_is_forgotten(tmp_path: Path) -> None:
    teller(tmp_path, Box("old")).tell(facts("failing"), {}, START)
    new = Box("new")
    teller(tmp_path, new).tell(facts("failing"), {}, START)
    assert (new.titles, list(recall(tmp_path))) == (["1 failing"], ["new"])


def test_a_memory_that_cannot_be_read_begins_anew(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text("{half")
    box = Box()
    teller(tmp_path, box).tell(facts("failing"), {}, START)
    assert box.titles == ["1 failing"]


def test_a_memory_that_cannot_be_written_is_said_and_holds_until_the_end(tmp_path: Path) -> None:
    said: list[str] = []
    box = Box()
    channels: Sequence[Channel] = [box]
    ours = Teller(channels, NotifySection(), tmp_path / "gone", "here", said.append)
    ours.tell(facts("failing"), {}, START)
    ours.tell(facts("failing"), {}, START + MINUTE)
    assert box.titles == ["1 failing"]
    assert said == ["what was told could not be written down: No such file or directory"]


def test_a_clock_that_was_set_back_silences_nobody(tmp_path: Path) -> None:
    bad = Box(broken=True)
    ours = teller(tmp_path, bad)
    ours.tell(facts("failing"), {}, START + timedelta(days=400))
    ours.tell(facts("failing"), {}, START)
    assert bad.tried == 2
    box = Box("box")
    teller(tmp_path, box, digest="0 8 * * *").tell([], {}, START + timedelta(days=400))
    again = teller(tmp_path, box, digest="0 8 * * *")
    again.tell(facts("failing"), {}, START)
    again.tell(facts("failing"), {}, START + timedelta(hours=9))
    assert box.titles == ["1 failing"]
