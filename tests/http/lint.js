// The API's own description, under the recommended rules of an OpenAPI linter.
"use strict";
const path = require("node:path");
const { createConfig, lint } = require("@redocly/openapi-core");

(async () => {
	const config = await createConfig({ extends: ["recommended"] });
	const found = await lint({ config,
		ref: path.join(__dirname, "../../assets/openapi.json") });

	for (const p of found)
		console.log(`	${p.severity} ${p.ruleId}: ${p.message} ` +
		    (p.location[0]?.pointer ?? ""));
	console.log(`${found.length ? "not ok" : "ok"} openapi: lint`);
	console.log(`counted ${found.length ? "0 1" : "1 0"} 0`);
})();
