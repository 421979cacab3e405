// Who asks, for the tests of rights: people of two organisations that nothing
// else uses, their sessions and keys, and requests in their name.
"use strict";
const { execFileSync } = require("node:child_process");
const crypto = require("node:crypto");
const http = require("node:http");
const { key } = require("./key.js");

const base = process.env.URL;

function sql(text) {
	return execFileSync("psql", ["-qAtX", "-v", "ON_ERROR_STOP=1", "-c", text,
		process.env.COMMONSHELF_OWNER_URL], { encoding: "utf8" }).trim();
}

// name: role in which organisation, and what it asks with
const actors = {
	anonymous: { by: "nothing" },
	reader: { org: "rights-a", role: "reader", by: "session" },
	writer: { org: "rights-a", role: "contributor", by: "session" },
	boss: { org: "rights-a", role: "admin", by: "session" },
	other: { org: "rights-b", role: "contributor", by: "session" },
	otherBoss: { org: "rights-b", role: "admin", by: "session" },
	steward: { platform: true, by: "session" },
	keyReads: { as: "writer", scopes: "{read}", by: "key" },
	keyWrites: { as: "writer", scopes: "{read,write}", by: "key" },
	keyBoss: { as: "boss", scopes: "{read,write}", by: "key" },
	keyOther: { as: "otherBoss", scopes: "{read,write}", by: "key" },
	keySteward: { as: "steward", scopes: "{read,write}", by: "key" },
	calendar: { as: "writer", by: "calendar" },
};

const email = (name) => `${name.toLowerCase()}@rights.example`;
const cookie = (name) => crypto.createHash("sha256").update(`cookie ${name}`)
	.digest("base64url");
const secret = (name) => key(`rights-${name}`,
	actors[name].by === "calendar" ? "feed" : "api");

// nothing of a test before is left
function clear() {
	sql(`update item set replaced_by = null;
		delete from item where org in (select id from org where slug ~ '^rights-');
		delete from org where slug ~ '^rights-';
		delete from person where email like '%@rights.example'`);
}

function make() {
	clear();
	sql(`insert into org (slug, name, country) values
		('rights-a', 'Rights A', 'FJ'), ('rights-b', 'Rights B', 'KE')`);
	for (const [name, a] of Object.entries(actors)) {
		if (a.org || a.platform)
			sql(`insert into person (email, name, platform_admin) values
				('${email(name)}', '${name}', ${Boolean(a.platform)})`);
		if (a.org)
			sql(`insert into membership (person, org, role)
				select p.id, o.id, '${a.role}' from person p, org o
				where p.email = '${email(name)}' and o.slug = '${a.org}'`);
		if (a.by === "session")
			sql(`insert into session (hash, person, csrf, expires_at)
				select sha256('${cookie(name)}'), id, 'csrf-${name}',
				now() + interval '1 day' from person
				where email = '${email(name)}'`);
		if (a.as)
			sql(`insert into api_token (public_id, person, kind, hash,
				scopes, expires_at) select '${name}', id,
				'${a.by === "calendar" ? "feed" : "api"}',
				sha256('${secret(name)}'), '${a.scopes ?? "{calendar}"}',
				now() + interval '1 day' from person
				where email = '${email(a.as)}'`);
	}
}

let requests = 0;

// each from an address of its own: nothing here is about how many there are
function ask(name, method, path, { type, body, headers = {} } = {}) {
	const url = new URL(base);
	const a = actors[name];
	const sent = { "X-Real-IP": `198.19.${requests >> 8 & 255}.${requests & 255}`,
		...headers };

	requests++;
	if (a.by === "session") {
		sent.Cookie = `cs=${cookie(name)}`;
		sent["X-CSRF"] = `csrf-${name}`;
	} else if (a.by !== "nothing") {
		sent.Authorization = `Bearer ${secret(name)}`;
	}
	if (type)
		sent["Content-Type"] = type;
	if (body !== undefined || /^(POST|PUT|PATCH)$/.test(method))
		sent["Content-Length"] = Buffer.byteLength(body ?? "");
	return new Promise((resolve, reject) => {
		const req = http.request({ host: url.hostname, port: url.port, method,
			path, headers: sent, agent: false }, (res) => {
			const parts = [];

			res.on("data", (d) => parts.push(d));
			res.on("end", () => resolve({ status: res.statusCode,
				headers: res.headers,
				body: Buffer.concat(parts).toString("utf8") }));
		});

		req.setTimeout(30000, () => req.destroy(new Error(`${path}: no answer`)));
		req.on("error", reject);
		req.end(body);
	});
}

const form = (fields) => ({ type: "application/x-www-form-urlencoded",
	body: new URLSearchParams(fields).toString() });
const json = (value, headers) => ({ type: "application/json",
	body: JSON.stringify(value), headers });

// an item of an actor, published unless said otherwise; its id
async function share(name, fields) {
	const answer = await ask(name, "POST", "/api/v1/items", json({
		kind: "toolkit", status: "published", ...fields }));

	if (answer.status !== 201)
		throw new Error(`share: ${answer.status} ${answer.body}`);
	return JSON.parse(answer.body).id;
}

async function must(wanted, name, method, path, rest) {
	const answer = await ask(name, method, path, rest);

	if (answer.status !== wanted)
		throw new Error(`${name} ${method} ${path}: ${answer.status} ` +
		    answer.body.slice(0, 300));
	return answer;
}

// everything that a right could change; not when something was last looked at
const standing = () => sql(`select md5(string_agg(t, '|' order by t)) from (
	select i::text as t from item i union all select f::text from file f
	union all select v::text from item_version v
	union all select w::text from working_copy w
	union all select o::text from org o union all select m::text from membership m
	union all select p::text from person p union all select v::text from invitation v
	union all select t.public_id || coalesce(t.revoked_at::text, '') from api_token t
	union all select s.public_id from session s) x`);

// runs tests one after the other: [title, function that returns what is wrong]
async function play(suite, tests) {
	let passed = 0, failed = 0;

	for (const [title, run] of tests) {
		let wrong;

		try {
			wrong = await run();
		} catch (e) {
			wrong = [e.stack];
		}
		console.log(`${wrong.length ? "not ok" : "ok"} ${suite}: ${title}`);
		for (const w of wrong.slice(0, 40))
			console.log(`	${w}`);
		if (wrong.length)
			failed++;
		else
			passed++;
	}
	console.log(`counted ${passed} ${failed} 0`);
}

module.exports = { actors, ask, cookie, email, form, json, make, must, play,
	secret, share, sql, standing };
