"""Reads the kept editions with readers that nobody here wrote.

    python3 readers.py FOLDER    needs icalendar, feedparser and html5lib
"""
import datetime
import pathlib
import sys

import feedparser
import html5lib
import icalendar

folder = pathlib.Path(sys.argv[1])
failed = []


def check(ok, what):
    if not ok:
        failed.append(what)


calendar = icalendar.Calendar.from_ical((folder / "year.ics").read_bytes())
events = calendar.walk("VEVENT")
check(len(events) == 8, f"{len(events)} events")
check(len({str(e["UID"]) for e in events}) == len(events), "a UID stands twice")
for e in events:
    check(type(e.decoded("DTSTART")) is datetime.date and e.decoded("DTEND") > e.decoded("DTSTART"), f"days of {e['UID']}")
    check(not getattr(e, "errors", None), f"{e['UID']}: {getattr(e, 'errors', None)}")
check(icalendar.Calendar.from_ical((folder / "empty.ics").read_bytes()).walk("VEVENT") == [], "an empty calendar has events")

feed = feedparser.parse((folder / "year.atom").read_bytes())
check(not feed.bozo, f"the feed: {feed.get('bozo_exception')}")
check(feed.version == "atom10" and len(feed.entries) == 8, f"{feed.version} with {len(feed.entries)} entries")
check(all(x.id.startswith("urn:uuid:") and x.updated_parsed and x.published_parsed for x in feed.entries), "an entry lacks id or dates")
check(not any("<script" in x.content[0].value for x in feed.entries), "a script in the feed")

for name in ("year.html", "empty.html"):
    parser = html5lib.HTMLParser(strict=False)
    parser.parse((folder / name).read_bytes(), transport_encoding="utf-8")
    check(not parser.errors, f"{name}: {parser.errors}")

for what in failed:
    print(what)
print(f"calendar, feed and pages read; {len(failed)} complaints")
sys.exit(bool(failed))
