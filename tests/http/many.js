// More events than a page of a search holds: its calendar has all of them,
// and the pages of its feed together too.
"use strict";
const keys = require("./key.js");
const base = process.env.URL;
const many = 105;
const key = { Authorization: `Bearer ${keys.key("key-of-the-writer")}`,
	"Content-Type": "application/json" };

async function publish(i) {
	const day = String(1 + i % 28).padStart(2, "0");
	const answer = await fetch(`${base}/api/v1/items`, { method: "POST",
		headers: key, body: JSON.stringify({ kind: "event",
		title: `Quokka meeting ${i}`, audience: "public",
		status: "published", event: { start_local: `2031-03-${day}T09:00`,
		timezone: "Pacific/Fiji", country: "FJ" } }) });

	if (answer.status !== 201)
		throw new Error(`event ${i}: status ${answer.status}`);
}

const text = async (address) => (await fetch(address)).text();

async function until(wanted, count) {
	const end = Date.now() + 15000;
	let n;

	while ((n = await count()) !== wanted && Date.now() < end)
		await new Promise((wake) => setTimeout(wake, 200));
	return n;
}

async function entries() {
	const seen = new Set();
	let next = `${base}/search.atom?q=quokka`;

	for (let page = 0; next && page < 10; page++) {
		const feed = await text(next);

		for (const [, id] of feed.matchAll(/<entry[^>]*>\n?<id>([^<]*)/g))
			seen.add(id);
		next = feed.match(/rel="next"[^>]*href="([^"]*)"/)?.[1]
		    .replaceAll("&amp;", "&");
	}
	return seen.size;
}

async function main() {
	let passed = 0;

	for (let i = 0; i < many; i++)
		await publish(i);
	for (const [what, count] of [
		["calendar", async () => (await text(`${base}/search.ics?q=quokka`))
		    .split("BEGIN:VEVENT").length - 1],
		["feed", entries]]) {
		const n = await until(many, count);

		if (n === many)
			passed++;
		else
			console.log(`not ok many: the ${what} has ${n} of ${many}`);
	}
	console.log(`counted ${passed} ${2 - passed} 0`);
}

main();
