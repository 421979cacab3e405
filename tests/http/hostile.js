// Asks every question of hostile.txt on the page, of the API and of
// type-ahead. Each gets an answer, or 4xx with a sentence; nothing hostile
// comes back as markup.
"use strict";
const fs = require("node:fs");
const http = require("node:http");
const path = require("node:path");

const base = new URL(process.env.URL);
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
const questions = fs.readFileSync(path.join(__dirname, "hostile.txt"), "utf8")
    .split("\n").filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
	const many = line.match(/^\*(\d+) (.*)$/);

	return many ? many[2].repeat(Number(many[1])) : line;
});

function ask(address) {
	return new Promise((resolve, reject) => {
		http.get({ host: base.hostname, port: base.port, agent,
			path: address }, (res) => {
			const parts = [];

			res.on("data", (d) => parts.push(d));
			res.on("end", () => resolve({ status: res.statusCode,
				type: res.headers["content-type"] || "",
				body: Buffer.concat(parts).toString("utf8") }));
		}).on("error", reject).setTimeout(20000, function late() {
			this.destroy(new Error("no answer"));
		});
	});
}

// what is wrong with an answer, or nothing
function judge(answer) {
	const { status, type, body } = answer;

	if (![200, 400, 414, 422].includes(status))
		return `status ${status}`;
	if (/<script>|<img src=x|<svg onload/i.test(body) && type.includes("html"))
		return "markup of the question comes back";
	if (status === 200)
		return "";
	if (type.includes("json"))
		return JSON.parse(body).detail?.length > 10 ? "" : "no sentence";
	return /<h1[^>]*>[^<]{10,}/.test(body) ? "" : "no sentence";
}

async function main() {
	let passed = 0, failed = 0;

	for (const q of questions) {
		const wrong = [];

		for (const where of ["/search", "/api/v1/search", "/api/v1/suggest"])
			try {
				const w = judge(await ask(`${where}?q=${q}`));

				if (w !== "")
					wrong.push(`${where}: ${w}`);
			} catch (e) {
				wrong.push(`${where}: ${e.message}`);
			}
		if (wrong.length === 0) {
			passed++;
			continue;
		}
		failed++;
		console.log(`not ok hostile: ${q.slice(0, 60)}: ${wrong.join(", ")}`);
	}
	agent.destroy();
	if (questions.length < 200) {
		failed++;
		console.log(`not ok hostile: only ${questions.length} questions`);
	}
	console.log(`counted ${passed} ${failed} 0`);
}

main();
