// Plays cases and counts them. A file of cases is read from top to bottom;
// what one case keeps, later ones of the file may use as ${name}.
//
//   == title                 a case begins
//   as writer                with this key (key-of-the-…, or a whole one);
//                            `as nobody` without one. Names of keys and of
//                            calendar addresses in paths and headers stand for
//                            the secrets of seed.sql (key.js)
//   GET /path?x=${id}        the request; one case may make several
//   > Name: value            a header of it
//   | text                   a line of its body (ends of lines as the type
//                            of the content wants them)
//   file name                its body: tests/http/name
//   bytes 300000             its body: so many bytes
//   cut 900                  so many bytes more are announced than are sent
//   < 200                    the status that must come back
//   < name: regex            a header that must match; `< !name` must be missing
//   ~ regex                  the body must match; `!~ regex` must not
//   = name pointer           keeps a member (/items/0/id), header:etag, body, or
//                            found:REGEX, the first group in the body
//   same name                the body must be the one that was kept
//   sql update …             what time does, done by the database's owner,
//                            before the next request
//   again 5                  repeats the request up to 5 s until all is well
//
// Answers of /api are checked against the description, where ajv is there.
"use strict";
const { execFileSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const http = require("node:http");
const keys = require("./key.js");

const base = process.env.URL;
const root = path.join(__dirname, "../..");
const openapi = JSON.parse(fs.readFileSync(
	path.join(root, "assets/openapi.json"), "utf8"));

function schemas() {
	let Ajv, formats;

	try {
		Ajv = require("ajv/dist/2020");
		formats = require("ajv-formats");
	} catch {
		return null;
	}
	const ajv = new Ajv({ strict: false, allErrors: true });

	formats(ajv);
	ajv.addSchema(openapi, "api");
	return ajv;
}
const ajv = schemas();

// the path of the description that an address belongs to
function described(address) {
	return Object.keys(openapi.paths).find((p) => new RegExp("^" +
		p.replace(/\{[^}]*\}/g, "[^/]+") + "$").test(address));
}

function pointer(...parts) {
	return "api#/" + parts.map((p) => encodeURIComponent(
		p.replace(/~/g, "~0").replace(/\//g, "~1"))).join("/");
}

// what is wrong with an answer by its description, or null
function against(request, answer) {
	const where = request.path.split("?")[0];
	const type = (answer.headers["content-type"] || "").split(";")[0];

	if (!where.startsWith("/api/v1/") || request.cut > 0)
		return null;
	const p = described(where);
	const method = request.method.toLowerCase();

	if (!p || !openapi.paths[p][method])
		return answer.status >= 400 ? null : `${where} is not described`;
	let place = ["paths", p, method, "responses", String(answer.status)];
	let response = openapi.paths[p][method].responses[answer.status];

	if (!response)
		return `status ${answer.status} is not described`;
	if (response.$ref) {
		place = response.$ref.slice(2).split("/");
		response = place.reduce((o, k) => o[k], openapi);
	}
	if (!response.content || request.method === "HEAD" || !answer.body)
		return null;
	if (!response.content[type] && !response.content["*/*"])
		return `content type ${type} is not described`;
	if (!ajv || !response.content[type]?.schema)
		return null;
	const check = ajv.getSchema(pointer(...place, "content", type, "schema"));

	return check(JSON.parse(answer.body)) ? null :
	    ajv.errorsText(check.errors, { dataVar: "" });
}

function send(request) {
	return new Promise((resolve, reject) => {
		const url = new URL(base);
		const req = http.request({ host: url.hostname, port: url.port,
			method: request.method, path: request.path,
			headers: request.headers, agent: false }, (res) => {
			const parts = [];

			res.on("data", (d) => parts.push(d));
			res.on("end", () => resolve({ status: res.statusCode,
				headers: res.headers,
				body: Buffer.concat(parts).toString("utf8") }));
		});

		req.on("error", reject);
		req.setTimeout(30000, () => req.destroy(new Error("no answer")));
		if (request.cut === 0) {
			req.end(request.body);
			return;
		}
		req.removeAllListeners("error");
		req.on("error", () => {});
		req.write(request.body, () => setTimeout(() => {
			req.destroy();
			resolve({ status: 0, headers: {}, body: "" });
		}, 100));
	});
}

function member(answer, where) {
	if (where === "body")
		return answer.body;
	if (where.startsWith("header:"))
		return [answer.headers[where.slice(7)]].flat().join("; ");
	if (where.startsWith("found:"))
		return answer.body.match(where.slice(6))?.[1];
	return where.slice(1).split("/").reduce((o, k) => o?.[k],
		JSON.parse(answer.body));
}

// what is wrong with the answer, each as a sentence
function judge(step, answer, kept) {
	const fill = (s) => s.replace(/\$\{(\w+)\}/g, (all, n) => (kept[n] ?? all)
		.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
	const wrong = [];

	for (const e of step.expect) {
		if (e.status && answer.status !== e.status)
			wrong.push(`status ${answer.status}, not ${e.status}`);
		if (e.header && !new RegExp(fill(e.value), "i").test(
			answer.headers[e.header] ?? ""))
			wrong.push(`${e.header}: ${answer.headers[e.header]}`);
		if (e.missing && answer.headers[e.missing] !== undefined)
			wrong.push(`${e.missing} is there`);
		if (e.body && !new RegExp(fill(e.body)).test(answer.body))
			wrong.push(`the body has no ${e.body}`);
		if (e.not && new RegExp(fill(e.not)).test(answer.body))
			wrong.push(`the body has ${e.not}`);
	}
	if (step.same && answer.body !== kept[step.same]) {
		let i = 0;

		while (answer.body[i] === kept[step.same][i])
			i++;
		return [...wrong, "not the same: " + kept[step.same].slice(i - 60,
			i + 60) + " -> " + answer.body.slice(i - 60, i + 60)];
	}
	const schema = against(step.request, answer);

	if (schema)
		wrong.push(schema);
	if (wrong.length > 0)
		wrong.push(answer.body.slice(0, 600));
	return wrong;
}

// the forms of each case come from an address of their own, as nginx is told by
// whoever ends TLS on this machine: what is counted by address counts one case
let cases = 0;

async function run(step, kept) {
	const fill = (s) => s.replace(/\$\{(\w+)\}/g, (all, n) => kept[n] ?? all);
	const headers = step.method === "POST" ?
	    { "X-Real-IP": `198.18.${cases >> 8}.${cases & 255}` } : {};

	for (const statement of step.sql)
		execFileSync("psql", ["-qX", "-v", "ON_ERROR_STOP=1", "-c",
			statement, process.env.COMMONSHELF_OWNER_URL]);
	const until = Date.now() + step.again * 1000;
	let answer, wrong;

	for (const [name, value] of step.headers)
		headers[name] = keys.fill(fill(value));
	const end = /^multipart/.test(headers["Content-Type"]) ? "\r\n" : "\n";
	let body = step.lines.length > 0 ? Buffer.from(fill(step.lines.join(end))) :
	    step.body;

	if (body === undefined && /^(POST|PUT|PATCH)$/.test(step.method))
		body = Buffer.alloc(0);
	if (body !== undefined)
		headers["Content-Length"] = body.length + step.cut;
	step.request = { method: step.method, path: keys.fill(fill(step.path)),
	    headers, body, cut: step.cut };
	for (;;) {
		answer = await send(step.request);
		wrong = judge(step, answer, kept);
		if (wrong.length === 0 || Date.now() >= until)
			break;
		await new Promise((r) => setTimeout(r, 150));
	}
	for (const [name, where] of step.keep)
		kept[name] = String(member(answer, where) ?? "");
	return wrong.map((w) => `${step.method} ${step.request.path}: ${w}`);
}

function expectation(text) {
	let m;

	if (/^\d{3}$/.test(text))
		return { status: Number(text) };
	if ((m = text.match(/^!([\w-]+)$/)))
		return { missing: m[1].toLowerCase() };
	m = text.match(/^([\w-]+): *(.*)$/);
	return { header: m[1].toLowerCase(), value: m[2] };
}

function read(file) {
	const cases = [];
	let key, step, sql = [];

	for (const line of fs.readFileSync(file, "utf8").split("\n")) {
		const [word, ...more] = line.split(" ");
		const rest = more.join(" ");

		if (line === "" || word === "#")
			continue;
		else if (word === "==") {
			cases.push({ title: rest, steps: [] });
			key = undefined;
		} else if (word === "as")
			key = rest === "nobody" ? undefined :
			    rest.startsWith("key-") ? rest : `key-of-the-${rest}`;
		else if (word === "sql")
			sql.push(rest);
		else if (/^[A-Z]+$/.test(word)) {
			step = { method: word, path: rest, headers: [], lines: [],
				expect: [], keep: [], again: 0, cut: 0, sql };
			sql = [];
			if (key)
				step.headers.push(["Authorization", `Bearer ${key}`]);
			cases.at(-1).steps.push(step);
		} else if (word === ">")
			step.headers.push(rest.split(/: */, 1).concat(
				rest.replace(/^[^:]*: */, "")));
		else if (word === "|")
			step.lines.push(rest);
		else if (word === "file")
			step.body = fs.readFileSync(path.join(__dirname, rest));
		else if (word === "bytes")
			step.body = Buffer.alloc(Number(rest), "commonshelf ");
		else if (word === "<")
			step.expect.push(expectation(rest));
		else if (word === "~")
			step.expect.push({ body: rest });
		else if (word === "!~")
			step.expect.push({ not: rest });
		else if (word === "=")
			step.keep.push(more);
		else if (word === "cut")
			step.cut = Number(rest);
		else if (word === "same")
			step.same = rest;
		else if (word === "again")
			step.again = Number(rest);
		else
			throw new Error(`${file}: can't read ${line}`);
	}
	return cases;
}

async function main(files) {
	let passed = 0, failed = 0;

	for (const file of files) {
		const kept = { base, admin: encodeURIComponent(process.env.ADMIN_EMAIL),
			password: encodeURIComponent(process.env.ADMIN_PASSWORD) };

		for (const one of read(file)) {
			const wrong = [];

			cases++;
			for (const step of one.steps)
				wrong.push(...await run(step, kept));
			console.log(`${wrong.length ? "not ok" : "ok"} ` +
			    `${path.basename(file, ".case")}: ${one.title}`);
			for (const w of wrong)
				console.log(`	${w}`);
			if (wrong.length)
				failed++;
			else
				passed++;
		}
	}
	if (!ajv)
		console.log("answers were not checked against their description: " +
		    "npm packages can't be installed");
	console.log(`counted ${passed} ${failed} ${ajv ? 0 : 1}`);
}

main(process.argv.slice(2));
