// usage: node read.js FILE: a calendar as ical.js understands it, by the time
// zones that stand in the file alone: one line of JSON for each event.
"use strict";
const fs = require("fs");
const { pathToFileURL } = require("url");

async function main() {
	const module = await import(pathToFileURL(require.resolve("ical.js")));
	const ICAL = module.default ?? module;
	const root = new ICAL.Component(ICAL.parse(
	    fs.readFileSync(process.argv[2], "utf8")));
	const zones = new Map();

	for (const zone of root.getAllSubcomponents("vtimezone"))
		zones.set(zone.getFirstPropertyValue("tzid"),
		    new ICAL.Timezone(zone));
	for (const event of root.getAllSubcomponents("vevent")) {
		const start = event.getFirstProperty("dtstart");
		const value = start.getFirstValue();
		const zone = zones.get(start.getParameter("tzid"));

		if (zone)
			value.zone = zone;
		console.log(JSON.stringify({
			uid: event.getFirstPropertyValue("uid"),
			status: event.getFirstPropertyValue("status"),
			sequence: event.getFirstPropertyValue("sequence"),
			start: value.isDate ? value.toString() :
			    value.toJSDate().toISOString(),
			summary: event.getFirstPropertyValue("summary"),
		}));
	}
}

main().catch((error) => {
	console.error(error.message);
	process.exit(1);
});
