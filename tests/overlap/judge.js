// Puts the items of pairs.jsonl on a shelf, asks POST /api/v1/overlap about
// each draft, and says how often the right one stood among the first three
// and how often the first warning was right. Who built the pairs judged them.
"use strict";
const fs = require("node:fs");
const keys = require("../http/key.js");
const { URL: base, DATA: data } = process.env;
const lines = fs.readFileSync(`${__dirname}/pairs.jsonl`, "utf8").trim()
	.split("\n").map((l) => JSON.parse(l));
const countries = { "U.S.A.": "US", "U.K.": "GB", Germany: "DE", France: "FR",
	India: "IN", Canada: "CA", Spain: "ES", Poland: "PL", Italy: "IT",
	Brazil: "BR", Australia: "AU", Netherlands: "NL", Belgium: "BE",
	Sweden: "SE", Norway: "NO", Denmark: "DK", Austria: "AT" };
const items = new Map(), drafts = new Map(), pairs = [];

function later(day, days) {
	return new Date(Date.parse(day) + days * 86400000).toISOString()
		.slice(0, 10);
}

function meeting(title, summary, c, days) {
	return { kind: "event", title, summary, language: "en",
		event: { type: "meeting", certainty: "planned", precision: "day",
			start_local: `${later(c.startDate, days)}T00:00`,
			end_local: `${later(c.endDate, days)}T00:00`,
			timezone: "UTC", country: countries[c.country] } };
}

// a gathering that somebody else announces in other words; form 3: the same
// one two years later
function conference(c, id, form) {
	const where = c.city.split(",")[0], days = form === 3 ? 728 : 6 * form;
	const titles = [`${c.topic} people meet in ${where}`,
		`A gathering about ${c.topic}, ${where}`,
		`${where}: days of talks on ${c.topic}`, c.name];

	items.set(id, meeting(c.name,
		`Conference on ${c.topic} in ${where}, ${c.country}`, c, 0));
	drafts.set(id, meeting(titles[form], form === 3 ?
		`Conference on ${c.topic} in ${where}, ${c.country}` :
		`Talks and workshops for those who work with ${c.topic}`, c,
		days));
	pairs.push({ draft: id, item: id, same: form !== 3,
		class: form === 3 ? "another-year" : "conference" });
}

// a toolkit, and a draft that opens with another passage of it
function passage(d, id) {
	items.set(id, { kind: "toolkit", title: d.title, language: "en",
		body: d.body.slice(0, 1500) + d.body.slice(2600, 4000) });
	drafts.set(id, { kind: "toolkit", title: `Guide: ${d.title}`,
		language: "en", body: d.body.slice(1000, 2600) });
	pairs.push({ draft: id, item: id, same: true, class: "document" });
}

function usable() {
	const seen = new Set();
	const all = JSON.parse(fs.readFileSync(
		`${data}/events/tech-conferences.json`, "utf8"));

	return all.filter((c) => {
		const key = `${c.topic} ${c.city}`;

		if (!c.city || !c.endDate || !countries[c.country] ||
		    c.endDate < c.startDate || seen.has(key))
			return false;
		seen.add(key);
		return true;
	});
}

function documents() {
	return fs.readFileSync(`${data}/goodpractice/documents.jsonl`, "utf8")
		.split("\n").filter(Boolean).map((l) => JSON.parse(l))
		.filter((d) => d.lang === "en" && d.body.length > 4000 &&
			d.title.length > 12 && d.title.length < 200);
}

function read() {
	const have = data && fs.existsSync(`${data}/events`);
	const conferences = have ? usable() : [], texts = have ? documents() : [];
	const step = Math.floor(texts.length / 50);

	for (const l of lines)
		if (l.is === "item")
			items.set(l.id, l.item);
		else if (l.is === "draft")
			drafts.set(l.id, l.item);
		else if (l.is === "pair")
			pairs.push(l);
		else if (!have)
			continue;
		else if (l.is === "conference")
			conference(conferences[l.n * 11], `c${l.n}`, l.form);
		else
			passage(texts[l.n * step], `p${l.n}`);
	// nobody asks about these
	for (let i = 0; i < 300 && have; i++) {
		const c = conferences[1000 + i];

		if (c)
			items.set(`x${i}`, meeting(c.name, `Conference on ${
				c.topic} in ${c.city}`, c, 0));
	}
	if (!have)
		console.log("data beside the tree is missing: own texts only");
}

async function call(path, who, body) {
	const r = await fetch(base + path, { method: "POST", headers: {
		Authorization: `Bearer ${keys.key(`key-of-the-${who}`)}`,
		"Content-Type": "application/json" },
		body: JSON.stringify(body) });
	const answer = await r.json();

	if (!r.ok)
		throw new Error(`${path} ${JSON.stringify(answer)} ${
			JSON.stringify(body).slice(0, 300)}`);
	return answer;
}

async function publish(ids) {
	for (const [id, it] of items)
		ids.set((await call("/api/v1/items", "other", { ...it,
			audience: "network", status: "published" })).id, id);
	for (let i = 0; i < 240; i++) {
		const r = await fetch(`${base}/api/v1/search?limit=1`, {
			headers: { Authorization:
			`Bearer ${keys.key("key-of-the-writer")}` } });

		if ((await r.json()).total >= items.size)
			return;
		await new Promise((done) => setTimeout(done, 500));
	}
	throw new Error("the index does not come");
}

function line(name, n, found, warned, right) {
	console.log([name, n, n ? (found / n).toFixed(3) : "-", warned,
		warned ? (right / warned).toFixed(3) : "-"].join("\t"));
}

async function main() {
	const ids = new Map(), sums = new Map(), times = [];

	read();
	await publish(ids);
	console.log("class\tpairs\trecall@3\twarnings\tright");
	for (const p of pairs) {
		const start = performance.now();
		const answer = await call("/api/v1/overlap", "writer",
			drafts.get(p.draft));
		const s = sums.get(p.class) || { n: 0, found: 0, warned: 0,
			right: 0, same: p.same };
		const hits = answer.hits.map((h) => ids.get(h.id));
		const wanted = pairs.filter((q) => q.draft === p.draft && q.same)
			.map((q) => q.item);

		times.push(performance.now() - start);
		s.n++;
		s.found += hits.slice(0, 3).includes(p.item);
		s.warned += answer.close;
		s.right += answer.close && isRight(wanted, hits[0]);
		sums.set(p.class, s);
		if (process.env.TELL && (p.same ? !hits.slice(0, 3)
			.includes(p.item) : answer.close))
			console.log(p.class, drafts.get(p.draft).title, "|",
				items.get(p.item)?.title, "|", answer.hits.slice(0, 3)
				.map((h) => `${h.score} ${h.title} (${h.why})`)
				.join("; "));
	}
	sum(sums);
	times.sort((a, b) => a - b);
	console.log(`p95 of a check: ${times[Math.floor(times.length * .95)]
		.toFixed(1)} ms with ${items.size} items`);
}

// the scenarios stand in several items: each of them is right
function isRight(wanted, hit) {
	const scene = (id) => /^[ekt][0-9]+$/.test(id || "") ?
		id.slice(1) : id;

	return wanted.some((w) => scene(w) === scene(hit));
}

function sum(sums) {
	let n = 0, found = 0, warned = 0, right = 0;

	for (const [name, s] of sums) {
		line(name, s.n, s.same ? s.found : 0, s.warned, s.right);
		warned += s.warned;
		right += s.right;
		if (!s.same)
			continue;
		n += s.n;
		found += s.found;
	}
	line("all", n, found, warned, right);
}

main().catch((e) => { console.error(e); process.exit(1); });
