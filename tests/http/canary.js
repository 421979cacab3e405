// Words that stand nowhere else in every field of what is restricted: none of
// them may reach an outsider by any page, feed, answer, search, suggestion or
// header, nor the logs (SECURITY.md, N2). A word that was asked for is
// echoed; so each is searched for, and all the others must be missing.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const { ask, form, json, make, must, play, secret, share } = require("./actors.js");

// made of letters, so that they are words to the index
const marks = [];
let last = 0;

function mark() {
	let n = ++last, word = "";

	for (let i = 0; i < 4; i++, n = Math.floor(n / 20))
		word += "bcdfghjklmnpqrstvwxz"[n % 20] + "aeiou"[(n + i) % 5];
	word = `zyq${word}`;
	marks.push(word);
	return word;
}

const items = [];	// ids of what is restricted
const inside = [];	// words that not even partners may see

// words that were made since the last time
let done = 0;

function since() {
	const words = marks.slice(done);

	done = marks.length;
	return words;
}

async function restricted(fields, who = "keyWrites") {
	const id = await share(who, {
		title: `${mark()} ${mark()}`, summary: mark(), body: `# ${mark()}\n\n${
		mark()}`, contact: mark(), note: mark(), language: "en",
		countries: ["FJ"], topics: ["incident-handling"],
		links: [{ url: `https://${mark()}.example/`, title: mark() }],
		...fields });

	await must(201, who, "PUT", `/api/v1/items/${id}/files/${mark()}.txt`,
		{ body: `Inside stands ${mark()} and ${mark()}.` });
	items.push(id);
	if (fields.audience !== "network")
		inside.push(...since());
	since();
	return id;
}

const event = () => ({ kind: "event", event: { type: "workshop",
	start_local: "2031-07-10T09:00", end_local: "2031-07-11T17:00",
	timezone: "Pacific/Fiji", country: "FJ", certainty: "confirmed",
	place: mark(), online_url: `https://${mark()}.example/`,
	registration_url: `https://${mark()}.example/` } });
const experience = (used) => ({ kind: "experience", experience: { used: [used],
	outcome: "worked", evidence: mark(), lesson: mark() } });

let open, sealed;

async function build() {
	make();
	open = await share("keyWrites", { title: "Canary open", audience: "public",
		countries: ["FJ"], topics: ["incident-handling"] });
	for (const audience of ["network", "organisation"]) {
		await restricted({ audience, source: mark() });
		sealed = await restricted({ audience, ...event() });
		await restricted({ audience, ...experience(open) });
	}
	await restricted({ status: "draft", audience: "public" });
	await restricted({ status: "draft", audience: "public", ...event() });
	// a published item with changes that wait, and an older version that is open
	const waits = await share("keyWrites", { title: "Canary waits",
		audience: "public" });

	await must(200, "keyWrites", "PATCH", `/api/v1/items/${waits}`, json({
		title: mark(), body: mark(), summary: mark() }, { "If-Match": "*" }));
	inside.push(...since());
	// a tombstone keeps the title of what was there, and nothing else of it
	const gone = await restricted({ audience: "public", title: "Canary gone" });

	await must(200, "keyBoss", "PATCH", `/api/v1/items/${gone}`, json({
		status: "withdrawn", withdrawn_why: "A test." }, { "If-Match": "*" }));
}

// everything that an outsider could ask for
function addresses() {
	const all = ["/", "/search", "/toolkits", "/experiences", "/calendar",
		"/calendar?from=2031-07", "/calendar?month=2031-07", "/calendar/subscribe",
		"/calendar.ics", "/orgs", "/orgs/rights-a", "/orgs/rights-a/calendar.ics",
		"/countries", "/countries/FJ", "/countries/FJ/calendar.ics",
		"/search.atom", "/search.ics", "/sitemap.xml", "/opensearch.xml",
		"/search.atom?kind=event", "/search?country=FJ", "/search?org=rights-a",
		"/search.ics?country=FJ", "/about", "/join", "/for-programs",
		"/api/v1/search?limit=50&facets=kind,org,country,region,topic,language," +
		"year,outcome", "/api/v1/search?country=FJ", "/api/v1/items?limit=100",
		"/api/v1/items?updated_since=2020-01-01T00:00:00Z&limit=100",
		"/api/v1/orgs", "/api/v1/topics", "/api/v1/countries",
		`/api/v1/items/${open}`, `/api/v1/items/${open}/similar`,
		`/items/${open}/canary-open`, `/items/${open}/versions`,
		`/items/${open}/changes`];

	for (const id of items)
		all.push(`/items/${id}`, `/items/${id}/x`, `/items/${id}.ics`,
			`/items/${id}/versions`, `/items/${id}/versions/1`,
			`/items/${id}/changes`, `/items/${id}/edit`,
			`/items/${id}/published`, `/api/v1/items/${id}`,
			`/api/v1/items/${id}/similar`,
			`/api/v1/items/${id}/files/${marks[0]}.txt`);
	for (const word of marks)
		all.push(`/search?q=${word}`, `/api/v1/search?q=${word}`,
			`/search.atom?q=${word}`, `/api/v1/suggest?q=${word.slice(0, 6)}`,
			// a typing error: what is suggested instead?
			`/search?q=${word.slice(0, -1)}y`);
	all.push("/api/v1/suggest?q=zyq", "/search?q=zyq*");
	return all;
}

async function visible(get) {
	const end = Date.now() + 20000;

	while (!await get()) {
		if (Date.now() > end)
			return false;
		await new Promise((wake) => setTimeout(wake, 200));
	}
	return true;
}

// what an actor may not see, by the marks
async function sweep(who, forbidden) {
	const wrong = [], wanted = addresses();
	let seen = 0;

	for (let i = 0; i < wanted.length; i += 8)
		await Promise.all(wanted.slice(i, i + 8).map(async (address) => {
			const answer = await ask(who, "GET", address);
			const text = JSON.stringify(answer.headers) + answer.body;
			const asked = address.match(/zyq[a-z]*/)?.[0];

			seen += answer.status === 200 ? 1 : 0;
			for (const word of forbidden)
				if (text.includes(word) && !(asked && (asked === word ||
				    address.includes(`${word}.txt`))))
					wrong.push(`${who} ${address}: ${word}`);
		}));
	if (seen < 60)
		wrong.push(`only ${seen} answers were there to be read`);
	const close = await ask(who, "POST", "/api/v1/overlap", json({ kind: "event",
		title: "Canary", countries: ["FJ"], topics: ["incident-handling"],
		event: { start_local: "2031-07-10T09:00", timezone: "Pacific/Fiji",
		country: "FJ" } }));

	for (const word of forbidden)
		if (close.body.includes(word))
			wrong.push(`${who} POST /api/v1/overlap: ${word}`);
	return wrong;
}

// the words of an item that an actor gets by the API
async function shown(who) {
	const text = (await Promise.all(items.map(async (id) => (await ask(who, "GET",
		`/api/v1/items/${id}`)).body))).join();

	return marks.filter((word) => text.includes(word)).length;
}

// what does not depend on the words; how to subscribe counts who looks
const standing = () => addresses().filter((a) =>
	!/zyq|items\/[0-9A-Z]{10}|subscribe/.test(a));

async function snapshot(who) {
	// a steward is told by /about how far the index has come
	const all = standing().filter((a) => who !== "steward" || a !== "/about");
	const got = {};

	for (let i = 0; i < all.length; i += 8)
		await Promise.all(all.slice(i, i + 8).map(async (address) => {
			const answer = await ask(who, "GET", address);

			got[address] = answer.status + String(answer.headers.etag) +
			    answer.body.replace(/[0-9a-f]{32}/g, "RID");
		}));
	return got;
}

const differ = (a, b) => Object.keys(a).filter((k) => a[k] !== b[k]);

// where two answers part, with what stands around it
function first(a, b) {
	let i = 40;	// behind the tag

	while (a[i] === b[i] && i < a.length)
		i++;
	return `${a.slice(Math.max(0, i - 90), i + 60)} -> ${b.slice(i, i + 60)}`;
}

// more of what is an organisation's own changes not one byte for anybody else
async function unnoticed() {
	const others = ["anonymous", "other", "otherBoss", "keyOther", "steward"];
	const all = async () => {
		const snaps = [];

		for (const who of others)
			snaps.push(await snapshot(who));
		return snaps;
	};
	const end = Date.now() + 90000;
	let before = await all(), again;

	// the texts of files come in: begin when it stands still
	for (;;) {
		await new Promise((wake) => setTimeout(wake, 1000));
		again = await all();
		if (again.every((s, i) => differ(s, before[i]).length === 0))
			break;
		if (Date.now() > end)
			return ["it never stands still: " + again.map((s, i) =>
				differ(s, before[i]).join(" ")).join("; ")];
		before = again;
	}
	for (let i = 0; i < 4; i++) {
		await restricted({ audience: "organisation" });
		await restricted({ audience: "organisation", ...event() });
		await restricted({ audience: "organisation", ...experience(open) });
		await restricted({ status: "draft", audience: "public" });
	}
	const id = items.at(-2);

	if (!await visible(async () => (await ask("keyWrites", "GET",
		"/api/v1/search?kind=experience&org=rights-a&limit=50")).body.includes(id)))
		return ["they are not found by their owner"];
	again = await all();
	return others.flatMap((who, i) => differ(before[i], again[i]).map((address) =>
		`${who} ${address} has changed: ${first(before[i][address],
			again[i][address])}`));
}

play("canary", [
	["the words are there for those who may see them", async () => {
		await build();
		const all = await shown("keyWrites"), some = await shown("keyOther");
		const titled = JSON.parse((await ask("keyWrites", "GET",
			`/api/v1/items/${items[0]}`)).body).title.split(" ")[0];
		const found = await visible(async () => (await ask("keyWrites", "GET",
			`/api/v1/search?q=${titled}`)).body.includes(items[0]));
		const read = await visible(async () => JSON.parse((await ask("keyWrites",
			"GET", `/api/v1/items/${items[3]}`)).body).files[0].text ===
			"extracted");

		return all > 80 && some > 25 && all > some + 25 && found && read ? [] :
		    [`${all} of ${marks.length} are seen inside, ${some} by partners; ` +
			`${found} ${read}`];
	}],
	["none reaches who is not signed in", () => sweep("anonymous", marks)],
	["those of an organisation reach no partner", () => sweep("keyOther", inside)],
	["those of an organisation reach no platform administrator",
		() => sweep("steward", inside)],
	["more of it changes not one byte of what others get", unnoticed],
	["a calendar address of a member has those of partners alone", async () => {
		const answer = await ask("anonymous", "GET",
			`/feeds/${secret("calendar")}.ics`);

		return answer.status !== 200 || !answer.body.includes(sealed) ?
		    ["the event is not there"] : inside.filter((w) =>
		    answer.body.includes(w)).map((w) => `the calendar has ${w}`);
	}],
	["none stands in the logs but as what was asked for", async () => {
		const logs = path.join(process.env.COMMONSHELF_HOME, "log");
		const wrong = [];

		for (const file of fs.readdirSync(logs))
			for (const line of fs.readFileSync(path.join(logs, file), "utf8")
				.split("\n"))
				if (/zyq[a-z]{8}/.test(line) && !/uri="/.test(line))
					wrong.push(`${file}: ${line.slice(0, 160)}`);
		return wrong;
	}],
]);
