// Every route, asked by everybody about everything: the statuses that must come
// back, from rules of their own. Who may do what is written here from DESIGN.md
// (4, 5) and DECISIONS.md (13 to 15), not from the program. The routes are read
// from the table that the server itself uses: one that has no rule here fails.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const { actors, ask, form, json, make, must, play, secret, share, standing } =
	require("./actors.js");

// ------------------------------------------------------------ what may be done
const roles = { reader: 1, contributor: 2, admin: 3 };

// the person behind a secret, and what the secret leaves of the rights
function who(name) {
	const a = actors[name];
	const person = a.as ? actors[a.as] : a;

	return { by: a.by, session: a.by === "session",
		person: a.by === "session" || a.by === "key",
		platform: Boolean(person.platform),
		writes: a.by === "session" || a.scopes === "{read,write}",
		role: (org) => person.org === org ? roles[person.role] : 0 };
}

// items are of rights-a, written by its writer
const states = {
	draft: { status: "draft", audience: "public" },
	public: { status: "published", audience: "public" },
	network: { status: "published", audience: "network" },
	organisation: { status: "published", audience: "organisation" },
	withdrawn: { status: "withdrawn", audience: "network" },
	missing: null,
};

function reads(w, item) {
	if (!item)
		return false;
	if (item.status === "draft")
		return w.person && w.role("rights-a") >= 2;
	return item.audience === "public" || w.person && (
		item.audience === "network" || w.role("rights-a") >= 1);
}

const does = (w, least) => w.person && w.writes && w.role("rights-a") >= least;
const edits = (w, item) => reads(w, item) && item.status !== "withdrawn" &&
	does(w, 2);

// ------------------------------------------------------------- what comes back
// A key that is none: 401 before anything is looked at.
const unknownKey = (w) => w.by === "calendar";
// pages of somebody's own: others are sent to sign in, or told to
const ownPage = (then) => (w, it) => unknownKey(w) ? 401 :
	w.session ? then(w, it) : 303;
const ownDeed = (then) => (w, it) => unknownKey(w) ? 401 :
	w.session ? then(w, it) : 401;
const open = (status) => (w) => unknownKey(w) ? 401 : status;
const about = (status) => (w, it) => unknownKey(w) ? 401 :
	reads(w, it) ? status : 404;
// what may be seen and not done is 403 (401 for nobody), the rest 404
const deed = (may, status) => (w, it) => unknownKey(w) ? 401 :
	!reads(w, it) ? 404 : may(w, it) ? status : w.person ? 403 : 401;
const versions = (w, it) => unknownKey(w) ? 401 :
	reads(w, it) && it.status === "published" ? 200 : 404;
const leads = (status) => (w) => w.platform || w.role("rights-a") === 3 ?
	status : 403;
const administers = (status) => (w) => w.platform ? status : 404;
const shares = (w) => ["rights-a", "rights-b"].some((o) => w.role(o) >= 2);

// METHOD PATTERN: [request, status by who and item]. Requests that would change
// something carry a fault on purpose: who has no right never gets to hear of it.
// {id} {file} {version} are filled in; `each` asks once for each state.
const J = json({});
const stale = { headers: { "If-Match": "\"0-0\"" } };
const rows = {
	// nginx
	"GET /internal/admit": [{}, () => 404],
	"GET /internal/problem": [{}, () => 404],
	"GET /internal/problem/{}": [{ path: "/internal/problem/413" }, () => 404],
	"GET /lang/{}": [{ path: "/lang/fr" }, open(303)],
	// files
	"GET /files/{}/text": [{ each: "/files/{file}/text" }, (w, it) =>
		unknownKey(w) ? 401 : fileSeen(w, it) ? 200 : 404],
	"GET /files/{}/{}": [{ each: "/files/{file}/a.txt" }, (w, it) =>
		unknownKey(w) ? 401 : fileSeen(w, it) ? 200 : 404],
	"GET /files/{}": [{ each: "/files/{file}" }, (w, it) =>
		unknownKey(w) ? 401 : fileSeen(w, it) ? 303 : 404],
	"PUT /uploads/{}": [{ path: "/uploads/a.txt" }, ownDeed((w) => shares(w) ?
		422 : 403)],
	// finding
	"GET /": [{}, open(200)],
	"GET /search": [{ path: "/search?q=rights" }, open(200)],
	"GET /toolkits": [{}, open(200)],
	"GET /experiences": [{}, open(200)],
	"GET /events": [{}, open(303)],
	"GET /search.atom": [{}, open(200)],
	"GET /search.ics": [{}, open(200)],
	"GET /opensearch.xml": [{}, open(200)],
	"GET /sitemap.xml": [{}, open(200)],
	"GET /robots.txt": [{}, open(200)],
	"GET /.well-known/security.txt": [{}, open(200)],
	// calendar
	"GET /calendar": [{}, open(200)],
	"GET /calendar/subscribe": [{}, open(200)],
	"GET /calendar.ics": [{}, open(200)],
	"GET /orgs/{}/calendar.ics": [{ path: "/orgs/rights-a/calendar.ics" },
		open(200)],
	"GET /countries/{}/calendar.ics": [{ path: "/countries/FJ/calendar.ics" },
		open(200)],
	"GET /feeds/{}.ics": [{ path: `/feeds/${secret("calendar")}.ics` },
		open(200)],
	// of a withdrawn one the calendar hears, for 90 days, that it is cancelled
	"GET /items/{}.ics": [{ each: "/items/{event}.ics" }, (w, it) =>
		unknownKey(w) ? 401 : reads(w, it) && it.status !== "draft" ? 200 : 404],
	// items
	"POST /overlap": [form({}), ownDeed(() => 400)],
	"POST /overlap/seen": [form({}), ownDeed(() => 400)],
	"GET /items/new": [{}, ownPage((w) => shares(w) ? 200 : 403)],
	"POST /items/new": [form({ kind: "toolkit" }), ownDeed((w) => shares(w) ?
		422 : 403)],
	"GET /items/{}/edit": [{ each: "/items/{id}/edit" }, ownPage((w, it) =>
		deed(edits, 200)(w, it))],
	"POST /items/{}/edit": [{ each: "/items/{id}/edit", ...form({}) },
		ownDeed((w, it) => deed(edits, 409)(w, it))],
	"GET /items/{}/versions": [{ each: "/items/{id}/versions" }, versions],
	"GET /items/{}/changes": [{ each: "/items/{id}/changes" }, versions],
	"POST /items/{}/versions/{}/restore": [{
		each: "/items/{id}/versions/99/restore", ...form({}) },
		ownDeed((w, it) => versions(w, it) === 200 && !does(w, 2) ? 403 : 404)],
	"GET /items/{}/versions/{}": [{ each: "/items/{id}/versions/1" }, versions],
	"GET /items/{}/withdraw": [{ each: "/items/{id}/withdraw" },
		ownPage((w, it) => deed((x, i) => i.status === "published" &&
		does(x, 3), 200)(w, it))],
	"POST /items/{}/withdraw": [{ each: "/items/{id}/withdraw", ...form({}) },
		ownDeed((w, it) => deed((x, i) => i.status === "published" &&
		does(x, 3), 422)(w, it))],
	"GET /items/{}/published": [{ each: "/items/{id}/published" },
		ownPage(versions)],
	"GET /items/{}": [{ each: "/items/{id}" }, about(303)],
	"GET /items/{}/{}": [{ each: "/items/{id}/{slug}" }, about(200)],
	// people
	"GET /login": [{}, (w) => unknownKey(w) ? 401 : w.session ? 303 : 200],
	"POST /login": [{ make: (name) => form({ email: `${name}@nowhere.example`,
		password: "x" }) }, open(422)],
	"POST /logout": [{ skip: "it ends the session; people.case has it" }],
	"GET /invitations/{}": [{ path: "/invitations/none" }, open(404)],
	"POST /invitations/{}": [{ path: "/invitations/none", ...form({}) },
		open(404)],
	"GET /account": [{}, ownPage(() => 200)],
	"POST /account": [form({ timezone: "Mars/Olympus" }), ownDeed(() => 422)],
	"POST /account/calendar": [{ skip: "it makes one; confirm.case has it" }],
	"POST /account/keys": [form({}), ownDeed(() => 422)],
	"POST /account/keys/end": [form({ id: "none" }), ownDeed(() => 200)],
	"POST /account/sessions": [form({ id: "none" }), ownDeed(() => 303)],
	"POST /account/password": [form({ password: "short" }), ownDeed(() => 422)],
	"GET /join": [{}, open(200)],
	"POST /join": [form({}), open(422)],
	// organisations and countries
	"GET /orgs": [{}, open(200)],
	"GET /orgs/{}": [{ path: "/orgs/rights-a" }, open(200)],
	"GET /orgs/{}/edit": [{ path: "/orgs/rights-a/edit" }, ownPage(leads(200))],
	"POST /orgs/{}/edit": [{ path: "/orgs/rights-a/edit", ...form({}) },
		ownDeed(leads(422))],
	"GET /orgs/{}/people": [{ path: "/orgs/rights-a/people" },
		ownPage(leads(200))],
	"POST /orgs/{}/people": [{ path: "/orgs/rights-a/people",
		...form({ do: "none" }) }, ownDeed(leads(400))],
	"GET /countries": [{}, open(200)],
	"GET /countries/{}": [{ path: "/countries/FJ" }, open(200)],
	"GET /admin": [{}, ownPage(administers(200))],
	"POST /admin": [form({ do: "none" }), ownDeed(administers(400))],
	"GET /admin/gaps": [{}, ownPage(administers(200))],
	"POST /admin/gaps": [form({}), ownDeed(administers(400))],
	"GET /about": [{}, open(200)],
	"GET /accessibility": [{}, open(303)],
	"GET /privacy": [{}, open(303)],
	// programs
	"GET /api/openapi.json": [{}, open(200)],
	"GET /api/v1/search": [{}, open(200)],
	"GET /api/v1/suggest": [{ path: "/api/v1/suggest?q=ri" }, open(200)],
	"GET /api/v1/items": [{}, open(200)],
	"POST /api/v1/items": [json({ kind: "toolkit", org: { slug: "rights-a" },
		title: "" }), (w) => !w.person ? 401 : !w.writes ? 403 : 422],
	// to programs a withdrawn item is a tombstone
	"GET /api/v1/items/{}/files/{*}": [{ each: "/api/v1/items/{id}/files/a.txt" },
		(w, it) => unknownKey(w) ? 401 : fileSeen(w, it) &&
		it.status !== "withdrawn" ? 200 : 404],
	"PUT /api/v1/items/{}/files/{*}": [{ each: "/api/v1/items/{id}/files/a.txt",
		headers: { "If-Match": "\"none\"" } }, deed(edits, 412)],
	"DELETE /api/v1/items/{}/files/{*}": [{
		each: "/api/v1/items/{id}/files/a.txt",
		headers: { "If-Match": "\"none\"" } }, deed(edits, 412)],
	"GET /api/v1/items/{}/similar": [{ each: "/api/v1/items/{id}/similar" },
		about(200)],
	"POST /api/v1/overlap": [json({ kind: "event", nonsense: 1 }), (w) =>
		w.person ? 422 : 401],
	"GET /api/v1/items/{}": [{ each: "/api/v1/items/{id}" }, about(200)],
	"PATCH /api/v1/items/{}": [{ each: "/api/v1/items/{id}", ...J, ...stale },
		deed((w, it) => it.status === "withdrawn" ? does(w, 3) : edits(w, it),
		412)],
	"DELETE /api/v1/items/{}": [{ each: "/api/v1/items/{id}", ...stale },
		(w, it) => deed((x, i) => does(x, i.status === "draft" ? 2 : 3),
		it?.status === "withdrawn" ? 204 : 412)(w, it)],
	"OPTIONS /api/v1/uploads": [{}, open(204)],
	"POST /api/v1/uploads": [{}, (w) => !w.person ? 401 :
		w.writes && shares(w) ? 412 : 403],
	"OPTIONS /api/v1/uploads/{}": [{ path: "/api/v1/uploads/AAAAAAAAAA" },
		open(204)],
	"GET /api/v1/uploads/{}": [{ path: "/api/v1/uploads/AAAAAAAAAA" },
		(w) => w.person ? 404 : 401],
	"PATCH /api/v1/uploads/{}": [{ path: "/api/v1/uploads/AAAAAAAAAA" },
		(w) => !w.person ? 401 : w.writes && shares(w) ? 412 : 403],
	"DELETE /api/v1/uploads/{}": [{ path: "/api/v1/uploads/AAAAAAAAAA" },
		(w) => !w.person ? 401 : w.writes && shares(w) ? 412 : 403],
	"GET /api/v1/orgs": [{}, open(200)],
	"GET /api/v1/topics": [{}, open(200)],
	"GET /api/v1/countries": [{}, open(200)],
	"GET /api/v1/me": [{}, (w) => w.person ? 200 : 401],
	"GET /for-programs": [{}, open(200)],
	// supervision
	"GET /healthz": [{}, () => 200],
	"GET /readyz": [{}, () => 200],
	"GET /metrics": [{}, (w) => unknownKey(w) ? 401 : w.platform ? 200 : 404],
};

// a file is seen with its item; of a withdrawn one only by those who edit there
function fileSeen(w, item) {
	return reads(w, item) && (item.status !== "withdrawn" || w.person &&
		w.role("rights-a") >= 2);
}

// ------------------------------------------------------------------- the world
const place = {};	// state: what {id} {file} {event} {slug} are

async function build() {
	make();
	for (const [name, state] of Object.entries(states)) {
		if (!state) {
			place[name] = { id: "0000000000", file: "0000000000",
				event: "0000000000", slug: "none" };
			continue;
		}
		const status = state.status === "draft" ? "draft" : "published";
		const id = await share("keyWrites", { title: `Rights ${name}`,
			audience: state.audience, status });
		const event = await share("keyWrites", { kind: "event", status,
			title: `Rights event ${name}`, audience: state.audience,
			event: { start_local: "2031-05-10T09:00",
			timezone: "Pacific/Fiji", country: "FJ",
			certainty: "confirmed" } });

		await must(201, "keyWrites", "PUT",
			`/api/v1/items/${id}/files/a.txt`, { body: `Rights ${name}.` });
		const item = JSON.parse((await must(200, "keyWrites", "GET",
			`/api/v1/items/${id}`)).body);

		place[name] = { id, event, file: item.files[0].id,
			slug: `rights-${name}` };
		if (state.status === "withdrawn")
			for (const one of [id, event])
				await must(200, "keyBoss", "PATCH", `/api/v1/items/${one}`,
					json({ status: "withdrawn", withdrawn_why: "A test." },
					{ "If-Match": "*" }));
	}
}

// the routes as the server has them: METHOD PATTERN
function routes() {
	const source = fs.readFileSync(path.join(__dirname,
		"../../src/web/routes.c"), "utf8");

	return [...source.matchAll(/\{ METHOD_(\w+), "([^"]+)",/g)].map((m) =>
		`${m[1]} ${m[2]}`);
}

async function cell(route, name, state) {
	const [request, rule] = rows[route];
	const [method, pattern] = route.split(" ");
	const address = (request.each ?? request.path ?? pattern).replace(
		/\{(\w+)\}/g, (all, n) => place[state][n]);
	const wanted = rule(who(name), states[state]);
	const answer = await ask(name, method, address, request.make?.(name) ??
		request);

	return answer.status === wanted ? [] : [`${name} ${method} ${address} ` +
		`(${state ?? "-"}): ${answer.status}, not ${wanted}`];
}

// what two answers say, without what differs for good reason
const bare = (answer, id) => JSON.stringify([answer.status, answer.body,
	Object.entries(answer.headers).filter(([n]) => !["date", "etag"].includes(n))])
	.replaceAll(id, "ID").replace(/[0-9a-f]{32}/g, "RID");

// what may not be seen and what is not there are told apart by nothing
async function absent() {
	const wrong = [];

	for (const route of Object.keys(rows)) {
		const request = rows[route][0];

		if (!request.each || !route.startsWith("GET"))
			continue;
		for (const name of ["anonymous", "other", "steward", "keyOther"]) {
			const says = {};

			for (const state of ["organisation", "draft", "missing"]) {
				const at = place[state];
				const address = request.each.replace("{slug}", "x")
					.replace(/\{(\w+)\}/g, (all, n) => at[n]);
				const id = [at.id, at.event, at.file].find((i) =>
					address.includes(i));

				says[state] = bare(await ask(name, "GET", address), id);
			}
			for (const state of ["organisation", "draft"])
				if (says[state] !== says.missing)
					wrong.push(`${name} ${route}: ${state}`);
		}
	}
	return wrong;
}

play("rights", [
	["every route of the server has a rule, and every rule a route", async () => {
		const all = routes();

		return [...all.filter((r) => !rows[r]).map((r) => `${r} has no rule`),
			...Object.keys(rows).filter((r) => !all.includes(r)).map((r) =>
				`${r} is no route`),
			...(all.length > 80 ? [] : [`only ${all.length} routes were read`])];
	}],
	["everybody gets what the rules say, about everything", async () => {
		const wrong = [];
		let cells = 0;

		await build();
		const before = standing();

		for (const route of routes()) {
			if (!rows[route] || rows[route][0].skip)
				continue;
			const about = rows[route][0].each ? Object.keys(states) :
			    [undefined];

			for (const state of about) {
				const all = await Promise.all(Object.keys(actors).map(
					(name) => cell(route, name, state)));

				cells += all.length;
				wrong.push(...all.flat());
			}
		}
		console.log(`rights: ${cells} requests`);
		if (standing() !== before)
			wrong.push("something has changed");
		return wrong;
	}],
	["hidden and missing are one answer, byte for byte", absent],
]);
