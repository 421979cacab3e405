#!/usr/bin/python3
"""usage: read.py FILE: a calendar as icalendar understands it, by the time zones
that stand in the file alone: UID STATUS SEQUENCE START of each event, a line."""
import sys
from datetime import datetime, timezone

from icalendar import Calendar

with open(sys.argv[1], "rb") as file:
    calendar = Calendar.from_ical(file.read())
zones = {str(z["TZID"]): z.to_tz() for z in calendar.walk("VTIMEZONE")}
for event in calendar.walk("VEVENT"):
    start = event["DTSTART"]
    when, zone = start.dt, zones.get(start.params.get("TZID"))
    if zone is not None:
        when = zone.localize(when.replace(tzinfo=None))
    if isinstance(when, datetime):
        when = when.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    print(event["UID"], event["STATUS"], event["SEQUENCE"], when,
          str(event["SUMMARY"]).replace("\n", " "), sep="\t")
