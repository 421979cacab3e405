// Runs the loop of /for-programs as it stands on the page, twice: a copy that
// is followed is the same as one that is made anew.
"use strict";
const { execFileSync } = require("node:child_process");

const more = `
import sys
first = keep_in_step({})
again = keep_in_step(dict(first), max(i["updated"] for i in first.values()))
print(len(first), again == first == keep_in_step({}))
`;

async function main() {
	const page = await (await fetch(process.env.URL + "/for-programs")).text();
	const code = page.match(/<code>(import json[^]*?)<\/code>/)[1]
		.replace(/&quot;|&#34;/g, '"').replace(/&lt;/g, "<")
		.replace(/&gt;/g, ">").replace(/&#39;/g, "'")
		.replace(/&amp;/g, "&");
	const said = execFileSync("python3", ["-"], { input: code + more,
		encoding: "utf8" }).trim();
	const found = await (await fetch(process.env.URL +
		"/api/v1/search?limit=1")).json();
	const ok = said === `${found.total} True`;

	console.log(`${ok ? "ok" : "not ok"} for-programs: the loop keeps a copy`);
	if (!ok)
		console.log(`	${said}, the search has ${found.total}`);
	console.log(`counted ${ok ? "1 0" : "0 1"} 0`);
}

main().catch((e) => {
	console.log(`not ok for-programs: ${e}\ncounted 0 1 0`);
});
