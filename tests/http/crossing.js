// Ids of others in every place that takes one (SECURITY.md, Z3), fields that
// nobody offers (Z4), and rights that end while their holder is at work (Z6).
// What is refused must leave the database as it was.
"use strict";
const { ask, email, form, json, make, must, play, secret, share, sql, standing } =
	require("./actors.js");

// of rights-a, which `other` and `otherBoss` of rights-b go for
const theirs = {}, ours = {};

async function build() {
	make();
	for (const [who, boss, place] of [["writer", "boss", theirs],
		["other", "otherBoss", ours]]) {
		place.item = await share(who, { title: `Crossing ${who}`,
			audience: "organisation" });
		place.open = await share(who, { title: `Crossing open ${who}`,
			audience: "network" });
		place.draft = await share(who, { title: `Crossing draft ${who}`,
			status: "draft" });
		for (const kind of ["item", "open", "draft"])
			await must(201, who, "PUT",
				`/api/v1/items/${place[kind]}/files/${kind}.txt`,
				{ body: `${who} ${kind}` });
		place.file = JSON.parse((await must(200, who, "GET",
			`/api/v1/items/${place.item}`)).body).files[0].id;
		place.openFile = JSON.parse((await must(200, who, "GET",
			`/api/v1/items/${place.open}`)).body).files[0].id;
		place.upload = JSON.parse((await must(201, who, "PUT",
			"/uploads/waits.txt", { body: `${who} waits` })).body).id;
		place.transfer = (await must(201, who, "POST", "/api/v1/uploads",
			{ headers: { "Tus-Resumable": "1.0.0", "Upload-Length": "9",
			"Upload-Metadata": `filename ${btoa("t.txt")}` } }))
			.headers.location.split("/").pop();
		place.org = who === "writer" ? "rights-a" : "rights-b";
		await must(200, boss, "POST", `/orgs/${place.org}/people`,
			form({ do: "invite", email: `new-${who}@rights.example`,
			role: "reader" }));
		place.invitation = sql(`select public_id from invitation
			where email = 'new-${who}@rights.example'`);
		place.session = sql(`select s.public_id from session s join person p
			on p.id = s.person where p.email = '${email(who)}'`);
		place.email = email(who);
		place.boss = email(boss);
		await must(200, who, "POST", "/account/keys", form({ label: "k",
			rights: "read", days: 30 }));
		place.key = sql(`select t.public_id from api_token t join person p
			on p.id = t.person where p.email = '${email(who)}'
			and t.label = 'k'`);
	}
	place();
}

// the numbers that rows of one table have, in the places of another
let numbers;

function place() {
	numbers = sql(`select string_agg(id::text, ' ') from (select i.id from item i
		join org o on o.id = i.org where o.slug = 'rights-a' limit 3) x`).split(" ");
}

const tus = { "Tus-Resumable": "1.0.0", "Upload-Offset": "0" };
const any = (body) => json(body, { "If-Match": "*" });

// [who, method, path, rest, statuses that are right]
const attacks = () => [
	// an item of theirs, by its id, in every verb
	...["item", "draft"].flatMap((kind) => [
		["other", "GET", `/items/${theirs[kind]}`, {}, [404]],
		["other", "GET", `/items/${theirs[kind]}/edit`, {}, [404]],
		["other", "POST", `/items/${theirs[kind]}/edit`, form({ title: "Mine",
			rev: 1 }), [404]],
		["other", "POST", `/items/${theirs[kind]}/edit`, form({ do: "delete" }),
			[404]],
		["other", "POST", `/items/${theirs[kind]}/edit`, form({ do: "discard" }),
			[404]],
		["other", "POST", `/items/${theirs[kind]}/versions/1/restore`, form({}),
			[404]],
		["otherBoss", "POST", `/items/${theirs[kind]}/withdraw`, form({
			why: "Mine" }), [404]],
		["otherBoss", "POST", `/items/${theirs[kind]}/withdraw`, form({
			do: "restore" }), [404]],
		["other", "PATCH", `/api/v1/items/${theirs[kind]}`, any({ title: "M" }),
			[404]],
		["otherBoss", "DELETE", `/api/v1/items/${theirs[kind]}`, any({}), [404]],
		["other", "PUT", `/api/v1/items/${theirs[kind]}/files/${kind}.txt`,
			{ body: "mine" }, [404]],
		["other", "DELETE", `/api/v1/items/${theirs[kind]}/files/${kind}.txt`,
			{}, [404]],
		["other", "GET", `/api/v1/items/${theirs[kind]}/similar`, {}, [404]],
	]),
	// what they may read is still not theirs
	["other", "POST", `/items/${theirs.open}/edit`, form({ title: "Mine" }), [403]],
	["other", "POST", `/items/${theirs.open}/versions/1/restore`, form({}), [403]],
	["otherBoss", "POST", `/items/${theirs.open}/withdraw`, form({ why: "M" }), [403]],
	["other", "PATCH", `/api/v1/items/${theirs.open}`, any({ title: "M" }), [403]],
	["otherBoss", "DELETE", `/api/v1/items/${theirs.open}`, any({}), [403]],
	["other", "PUT", `/api/v1/items/${theirs.open}/files/open.txt`,
		{ body: "mine" }, [403]],
	["other", "DELETE", `/api/v1/items/${theirs.open}/files/open.txt`, {}, [403]],
	// a second id: an own item in the path, something of theirs beside it
	["other", "GET", `/items/${ours.item}/versions/${theirs.item}`, {}, [404]],
	["other", "GET", `/api/v1/items/${ours.item}/files/${theirs.file}`, {}, [404]],
	["other", "DELETE", `/api/v1/items/${ours.item}/files/${theirs.file}`, {}, [404]],
	["other", "DELETE", `/api/v1/items/${ours.item}/files/open.txt`, {}, [404]],
	["other", "PATCH", `/api/v1/items/${ours.item}`, any({ org: {
		slug: "rights-a" } }), [422]],
	["other", "POST", "/api/v1/items", json({ kind: "toolkit", title: "T",
		org: { slug: "rights-a" } }), [422]],
	["other", "POST", "/items/new", form({ kind: "toolkit", title: "T",
		org: "rights-a", do: "draft" }), [403]],
	["other", "POST", "/api/v1/items", json({ kind: "experience", title: "T",
		experience: { used: [theirs.item] } }), [422]],
	["other", "POST", "/api/v1/overlap", json({ kind: "toolkit", title: "T",
		item: theirs.item, nonsense: 1 }), [422]],
	// files, uploads and what is under way
	["other", "GET", `/files/${theirs.file}`, {}, [404]],
	["other", "GET", `/files/${theirs.file}/item.txt`, {}, [404]],
	["other", "GET", `/files/${theirs.file}/text`, {}, [404]],
	["other", "GET", `/api/v1/uploads/${theirs.transfer}`, {}, [404]],
	["other", "HEAD", `/api/v1/uploads/${theirs.transfer}`, {}, [404]],
	["other", "PATCH", `/api/v1/uploads/${theirs.transfer}`, { body: "mine mine",
		type: "application/offset+octet-stream", headers: tus }, [404]],
	["other", "DELETE", `/api/v1/uploads/${theirs.transfer}`, { headers: tus },
		[404]],
	["other", "POST", "/api/v1/uploads", { headers: { ...tus,
		"Upload-Length": "9", "Upload-Metadata": `filename ${btoa("x.txt")
		},item ${btoa(theirs.item)}` } }, [404]],
	["other", "POST", "/api/v1/uploads", { headers: { ...tus,
		"Upload-Length": "9", "Upload-Metadata": `filename ${btoa("x.txt")
		},item ${btoa(theirs.open)}` } }, [403]],
	// people, links and organisations
	["otherBoss", "POST", "/orgs/rights-a/people", form({ do: "invite",
		email: "x@rights.example", role: "admin" }), [403]],
	["otherBoss", "POST", "/orgs/rights-b/people", form({ do: "role",
		email: theirs.email, role: "admin" }), [404]],
	["otherBoss", "POST", "/orgs/rights-b/people", form({ do: "remove",
		email: theirs.email }), [404]],
	["otherBoss", "POST", "/orgs/rights-b/people", form({ do: "link",
		email: theirs.email }), [422]],
	["otherBoss", "POST", "/orgs/rights-b/people", form({ do: "link",
		email: email("steward") }), [422]],
	["otherBoss", "POST", "/orgs/rights-b/people", form({ do: "cancel",
		id: theirs.invitation }), [404]],
	["otherBoss", "POST", "/orgs/rights-a/edit", form({ name: "Mine" }), [403]],
	["otherBoss", "POST", "/admin", form({ do: "close", email: theirs.email }),
		[404]],
	// somebody's keys and sessions
	["other", "POST", "/account/keys/end", form({ id: theirs.key }), [200]],
	["other", "POST", "/account/sessions", form({ id: theirs.session }), [303]],
	// numbers of rows are no ids
	...numbers.flatMap((n) => [["other", "GET", `/items/${n}`, {}, [404]],
		["other", "GET", `/api/v1/items/${n}`, {}, [404]],
		["other", "GET", `/files/${n}`, {}, [404]],
		["other", "POST", "/account/sessions", form({ id: n }), [303]],
		["other", "POST", "/account/keys/end", form({ id: n }), [200]]]),
];

// all of them; named: looking after each whether it changed something
async function attackAll(named) {
	const wrong = [];
	const before = standing();

	for (const [who, method, path, rest, right] of attacks()) {
		const answer = await ask(who, method, path, rest);
		const what = `${who} ${method} ${path} ${rest.body ?? ""}`;

		if (!right.includes(answer.status))
			wrong.push(`${what}: ${answer.status}, not ${right}`);
		if (named && standing() !== before)
			return [...wrong, `${what} has changed something`];
	}
	return standing() === before ? wrong : [...wrong, "something has changed"];
}

async function attack() {
	await build();
	const wrong = await attackAll(false);

	if (!wrong.includes("something has changed"))
		return wrong;
	await build();
	return attackAll(true);
}

// forms that are accepted, with something of theirs in them: it stays where it is
async function smuggle() {
	const wrong = [];
	const rev = () => sql(`select rev from item where public_id = '${ours.draft}'`);
	const file = (id) => sql(`select i.public_id || f.working from file f
		join item i on i.id = f.item where f.public_id = '${id}'`);
	const before = [file(theirs.file), file(theirs.openFile)];

	await must(303, "other", "POST", `/items/${ours.draft}/edit`, form([
		["rev", rev()], ["title", "Crossing draft"], ["do", "draft"],
		["audience", "organisation"], ["upload", theirs.upload],
		["remove", theirs.file], ["remove", theirs.openFile],
		["id", theirs.item], ["item", theirs.item], ["org", "rights-a"],
		["author", "1"], ["status", "published"]]));
	if (sql(`select o.slug || i.status from item i join org o on o.id = i.org
		where i.public_id = '${ours.draft}'`) !== "rights-bdraft")
		wrong.push("the draft went elsewhere");
	if ([file(theirs.file), file(theirs.openFile)].join() !== before.join())
		wrong.push("a file of theirs was taken out");
	if (sql(`select count(*) from upload where public_id = '${theirs.upload}'`) !==
		"1" || sql(`select count(*) from file f join item i on i.id = f.item
		where i.public_id = '${ours.draft}' and f.name = 'waits.txt'`) !== "0")
		wrong.push("an upload of theirs was taken");
	// what took the place of ours can't be something that we don't see
	await must(303, "otherBoss", "POST", `/items/${ours.item}/withdraw`, form({
		why: "Old.", replaced_by: theirs.item }));
	if (sql(`select count(replaced_by) from item
		where public_id = '${ours.item}'`) !== "0")
		wrong.push("a hidden item stands as the replacement");
	return wrong;
}

// every column of every table that people write to, as a field of a body
async function columns() {
	const wrong = [];
	const names = [...new Set(sql(`select column_name from
		information_schema.columns where table_schema = 'public'
		and table_name in ('item', 'event', 'experience', 'person', 'membership',
		'org', 'session', 'api_token', 'file', 'item_version')`).split("\n")),
		"admin", "is_admin", "role", "roles", "owner", "user", "user_id",
		"org_id", "permissions", "tlp_label", "approved", "verified",
		"created", "updated", "published", "withdrawn", "version", "url",
		"editor", "__proto__", "constructor"];
	// DESIGN.md, 4: what an item takes
	const offered = ["title", "summary", "body", "language", "countries",
		"topics", "for", "audience", "tlp", "status", "licence", "contact",
		"source", "links", "note", "kind", "event", "experience", "org",
		"withdrawn_why", "replaced_by"];
	const item = await share("keyWrites", { title: "Columns",
		audience: "network" });
	const before = standing();

	for (const name of names) {
		if (offered.includes(name))
			continue;
		const answer = await ask("keyBoss", "PATCH", `/api/v1/items/${item}`,
			json(JSON.parse(`{"${name}":"1","status":"published"}`),
			{ "If-Match": "*" }));

		// those of the form that GET has may come back, and change nothing
		if (answer.status !== 422)
			wrong.push(`${name}: ${answer.status} ${answer.body.slice(0, 90)}`);
	}
	if (standing() !== before)
		wrong.push("something has changed by the API");
	const all = Object.fromEntries(names.map((n) => [n, "1"]));
	const person = () => sql(`select (to_jsonb(p) - 'name' - 'lang' - 'timezone')
		from person p where email = '${email("reader")}'`);
	const org = () => sql(`select (to_jsonb(o) - 'name' - 'country' - 'about' -
		'website' - 'contact') from org o where slug = 'rights-a'`);
	const were = [person(), org()];

	await must(303, "reader", "POST", "/account", form({ ...all, name: "Reader",
		lang: "fr", timezone: "UTC", email: email("boss"), id: "1",
		platform_admin: "true" }));
	await must(303, "boss", "POST", "/orgs/rights-a/edit", form({ ...all,
		name: "Rights A", country: "FJ", about: "", website: "", contact: "",
		slug: "taken-over" }));
	if ([person(), org()].join() !== were.join())
		wrong.push("a form changes more than it offers");
	return wrong;
}

// the same four doors after each loss: page, key, calendar, search
async function doors(id) {
	const title = "Crossing revoked";
	const answers = {
		session: (await ask("writer", "GET", `/api/v1/items/${id}`)).status,
		key: (await ask("keyWrites", "GET", `/api/v1/items/${id}`)).status,
		found: (await ask("writer", "GET", "/api/v1/search?q=crossingword"))
			.body.includes(title),
		calendar: (await ask("anonymous", "GET",
			`/feeds/${secret("calendar")}.ics`)).body.includes(id),
	};

	return Object.values(answers).join(" ");
}

async function until(wanted, get) {
	const end = Date.now() + 15000;
	let is;

	while ((is = await get()) !== wanted && Date.now() < end)
		await new Promise((wake) => setTimeout(wake, 100));
	return is;
}

async function revoke() {
	const wrong = [];
	const id = await share("keyBoss", { kind: "event",
		title: "Crossing revoked", summary: "crossingword",
		audience: "organisation", event: { start_local: "2031-06-10T09:00",
		timezone: "Pacific/Fiji", country: "FJ", certainty: "confirmed" } });
	const say = async (when, wanted) => {
		const is = await doors(id);

		if (is !== wanted)
			wrong.push(`${when}: ${is}, not ${wanted}`);
	};

	await until("200 200 true true", () => doors(id));
	await say("as a member", "200 200 true true");
	// out of the organisation: the sessions end, the key reads no more of it
	await must(200, "boss", "POST", "/orgs/rights-a/people", form({
		do: "remove", email: email("writer") }));
	await say("removed", "404 404 false false");
	if ((await ask("writer", "GET", "/account")).status !== 303)
		wrong.push("the session of whoever was removed lives on");
	sql(`insert into membership (person, org, role) select p.id, o.id,
		'contributor' from person p, org o where p.email = '${email("writer")}'
		and o.slug = 'rights-a'`);
	if ((await ask("keyWrites", "GET", `/api/v1/items/${id}`)).status !== 200)
		wrong.push("back again, the key reads nothing");
	// the organisation is suspended, the account closed, the key revoked
	await must(200, "steward", "POST", "/admin", form({ do: "suspend",
		slug: "rights-a" }));
	await say("suspended", "404 404 false false");
	await must(200, "steward", "POST", "/admin", form({ do: "resume",
		slug: "rights-a" }));
	await must(200, "steward", "POST", "/admin", form({ do: "close",
		email: email("writer") }));
	await say("closed", "404 401 false false");
	await must(200, "steward", "POST", "/admin", form({ do: "open",
		email: email("writer") }));
	sql("update api_token set revoked_at = now() where public_id in " +
		"('keyWrites', 'calendar')");
	await say("revoked", "404 401 false false");
	// narrowed: whoever read it as a partner does so no more, and finds it no more
	const partners = await share("keyBoss", { title: "Crossing narrowed",
		summary: "narrowingword", audience: "network" });
	const found = async () => (await ask("keyOther", "GET",
		"/api/v1/search?q=narrowingword")).body.includes(partners);

	if (!await until(true, found))
		wrong.push("it is not found");
	await must(200, "keyBoss", "PATCH", `/api/v1/items/${partners}`, json({
		audience: "organisation", status: "published" }, { "If-Match": "*" }));
	if ((await ask("keyOther", "GET", `/api/v1/items/${partners}`)).status !== 404)
		wrong.push("narrowed, it is still read");
	if (await found())
		wrong.push("narrowed, it is still found");
	return wrong;
}

// of callers at the same moment, with the same tag or the same key, one wins
async function race() {
	const wrong = [];

	for (let round = 0; round < 5; round++) {
		const id = await share("keyBoss", { title: `Race ${round}`,
			status: "draft" });
		const tag = (await must(200, "keyBoss", "GET", `/api/v1/items/${id}`))
			.headers.etag;
		const all = await Promise.all(Array.from({ length: 16 }, (_, i) =>
			ask(i % 2 ? "keyBoss" : "boss", "PATCH", `/api/v1/items/${id}`,
			json({ title: `Race ${round} ${i}` }, { "If-Match": tag }))));
		const won = all.filter((a) => a.status === 200);

		if (won.length !== 1 || all.some((a) => ![200, 412].includes(a.status)))
			wrong.push(`changes: ${all.map((a) => a.status)}`);
		else if (JSON.parse(won[0].body).title !== sql(`select title from item
			where public_id = '${id}'`))
			wrong.push("another than the winner's title stands");
		const made = await Promise.all(Array.from({ length: 16 }, () =>
			ask("keyBoss", "POST", "/api/v1/items", json({ kind: "toolkit",
			title: `Once ${round}` }, { "Idempotency-Key": `once-${round}` }))));

		if (sql(`select count(*) from item where title = 'Once ${round}'`) !== "1")
			wrong.push(`items: ${made.map((a) => a.status)}`);
	}
	return wrong;
}

play("crossing", [
	["ids of others open nothing and change nothing", attack],
	["ids of others in forms that are accepted change nothing of theirs", smuggle],
	["fields that nobody offers change nothing", columns],
	["of those who write at the same moment one wins", race],
	["a right that ends, ends at once, in every channel", revoke],
]);
