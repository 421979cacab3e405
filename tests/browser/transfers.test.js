// A large file on a bad line: progress, a break, a reload in the middle, and
// the same bytes at the end; at both widths.
"use strict";
const assert = require("node:assert");
const { execFileSync } = require("node:child_process");
const crypto = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");
const { after, before, test } = require("node:test");
const house = require("./house.js");

const writer = { email: "pieces@test.example", password: "nineteen yellow lanterns" };

function commonshelf(input, ...args) {
	execFileSync(path.join(__dirname, "../../build/commonshelf"), args,
		{ input, stdio: ["pipe", "pipe", "inherit"] });
}

before(async () => {
	await house.open();
	commonshelf("", "org", "add", "--slug", "pieces", "--name", "Pieces",
		"--country", "FJ");
	commonshelf(writer.password, "user", "add", "--email", writer.email,
		"--name", "Piet Pieces", "--org", "pieces", "--role",
		"contributor", "--password-stdin");
});
after(house.close);

const bytes = crypto.randomBytes(6e6);

// bytes a second upwards; 0: as fast as it goes
async function line(page, up) {
	const session = await page.context().newCDPSession(page);

	await session.send("Network.enable");
	await session.send("Network.emulateNetworkConditions", { offline: false,
		latency: 0, downloadThroughput: -1,
		uploadThroughput: up || -1 });
}

for (const at of ["phone", "desk"]) {
	test(`an upload goes on after a break and a reload, ${at}`, async () => {
		const page = await house.reader({ at });
		const file = path.join(process.env.WORK, `Radio plan ${at}.bin`);
		let broken = 0;

		fs.writeFileSync(file, bytes);
		fs.chmodSync(file, 0o644);
		await house.signIn(page, writer.email, writer.password);
		await page.goto("/items/new?kind=toolkit");
		// the second piece finds the line cut, twice
		await page.route("**/api/v1/uploads/*", (route) =>
			route.request().method() === "PATCH" &&
			    [2, 3].includes(++broken) ? route.abort() : route.continue());
		await line(page, 1.5e6);
		await page.locator("#f-file").setInputFiles(file);
		const bar = page.locator(".loads progress");

		await bar.waitFor();
		await page.locator(".loads", { hasText: /line is down/ }).waitFor();
		await house.shot(page, `upload-waiting-${at}`);
		await page.waitForFunction(() =>
			document.querySelector(".loads progress")?.value > 2e6,
			null, { timeout: 20000 });
		assert.ok(await page.locator("main form button:not([type=button])")
			.first().isDisabled());
		await house.shot(page, `upload-progress-${at}`);
		await house.fits(page);
		await house.axe(page);
		await page.reload();
		// goes on from where it was, not from the start
		await page.waitForFunction(() =>
			document.querySelector(".loads progress")?.value > 1e6 ||
			document.querySelector(".loads [name=upload]"),
			null, { timeout: 20000 });
		await line(page, 0);
		await page.locator(".loads [name=upload]").waitFor({
			state: "attached", timeout: 30000 });
		await house.shot(page, `upload-stored-${at}`);
		// what is stored is still there after one more reload
		await page.reload();
		await page.locator(".loads [name=upload]").waitFor({
			state: "attached" });
		assert.equal(await page.locator(".loads li").count(), 1);
		await page.locator("#f-title").fill(`Radio plan ${at}`);
		await page.locator("button[value=draft]").first().click();
		await page.waitForURL(/\/items\/[0-9A-Z]{10}/);
		await page.goto(page.url().match(/\/items\/[0-9A-Z]{10}/)[0]);
		const href = await page.locator(
			"a[href^='/files/']").first().getAttribute("href");
		const got = await page.request.get(href);

		assert.ok(bytes.equals(await got.body()));
		await page.goto("/items/new?kind=toolkit");
		assert.equal(await page.locator(".loads li").count(), 0);
		assert.deepEqual(page.complaints.filter((c) =>
			!/ERR_FAILED/.test(c)), []);
		await house.leave(page);
	});
}
