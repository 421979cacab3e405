// The two pictures of the README: the home page and a toolkit found by a word
// inside its PDF, as they first meet the eye at 1280 px. `cp build/shots/readme-*`
// into docs/pictures when the pages look different.
"use strict";
const assert = require("node:assert");
const fs = require("node:fs");
const path = require("node:path");
const { after, before, test } = require("node:test");
const house = require("./house.js");

before(house.open);
after(house.close);

async function picture(page, name) {
	const file = path.join(process.env.SHOTS, `readme-${name}.png`);

	await page.screenshot({ path: file,
		clip: { x: 0, y: 0, width: 1280, height: 640 } });
	assert.ok(fs.statSync(file).size <= 153600, `${name} is over 150 KB`);
}

test("home, for the README", async () => {
	const page = await house.reader();

	await page.goto("/");
	await picture(page, "home");
	await house.leave(page);
});

test("a toolkit, for the README", async () => {
	const page = await house.reader();

	await page.goto("/search?q=evidence+seizing&kind=toolkit");
	await page.locator("ul.shelf li a").first().click();
	await page.locator("header.title.toolkit").waitFor();
	await picture(page, "toolkit");
	await house.leave(page);
});
