// What every browser test needs: Chromium, one reader at a time, and the three
// things asked of each page (axe, weight, pictures).
"use strict";
const assert = require("node:assert");
const fs = require("node:fs");
const path = require("node:path");
const { chromium } = require("playwright-core");
const axeSource = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const base = process.env.URL.replace(/\/$/, "");
const shots = process.env.SHOTS;
const widths = { phone: { width: 390, height: 844 },
	desk: { width: 1280, height: 900 } };
const flags = ["--headless", "--no-sandbox", "--disable-gpu",
	"--disable-quic", "--no-first-run", "--disable-background-networking",
	"--disable-component-update", "--disable-sync",
	"--disable-dev-shm-usage"];

let browser;

async function open() {
	const downloads = path.join(process.env.WORK, "downloads");

	fs.mkdirSync(downloads, { recursive: true });
	fs.chmodSync(downloads, 0o777);
	browser = await chromium.launch({ args: flags, downloadsPath: downloads,
		executablePath: path.join(__dirname, "chromium") });
}

async function close() {
	await browser?.close();
}

// a reader of their own: cookies are shared with nobody
async function reader({ at = "desk", dark = false, script = true,
    lang = "en" } = {}) {
	const context = await browser.newContext({ baseURL: base,
		viewport: widths[at], javaScriptEnabled: script, locale: lang,
		colorScheme: dark ? "dark" : "light", timezoneId: "UTC" });
	const page = await context.newPage();

	page.setDefaultTimeout(5000);
	page.complaints = [];
	page.on("console", (message) => {
		if (message.type() === "error" &&
		    !/status of (4|5)\d\d/.test(message.text()))
			page.complaints.push(message.text());
	});
	page.on("pageerror", (error) => page.complaints.push(String(error)));
	return page;
}

async function leave(page) {
	await page.context().close();
}

async function signIn(page, email = process.env.ADMIN_EMAIL,
    password = process.env.ADMIN_PASSWORD) {
	await page.goto("/login");
	await page.locator("#f-email").fill(email);
	await page.locator("#f-password").fill(password);
	await page.locator("main form button:not([type=button])").first().click();
	await page.locator("a.who").waitFor();
}

// No violation, whatever its impact. axe runs in a world of its own, because
// the pages forbid scripts that are not ours.
async function axe(page) {
	const session = await page.context().newCDPSession(page);
	const { frameTree } = await session.send("Page.getFrameTree");
	const { executionContextId } = await session.send(
		"Page.createIsolatedWorld", { frameId: frameTree.frame.id });
	const run = async (expression) => {
		const { result, exceptionDetails } = await session.send(
			"Runtime.evaluate", { expression, awaitPromise: true,
			contextId: executionContextId, returnByValue: true });

		assert.ok(!exceptionDetails, exceptionDetails?.text);
		return result.value;
	};

	await run(axeSource);
	const found = await run(`axe.run(document, { resultTypes: ["violations"] })
		.then((r) => r.violations.map((v) => v.id + ": " + v.help + " (" +
		v.nodes.slice(0, 3).map((n) => n.target.join(" ") + " " +
		n.failureSummary).join("; ") + ")"))`);
	await session.detach();
	assert.deepEqual(found, [], `axe on ${page.url()}`);
}

// the first view sideways: nothing may be cut off or need a second scroll bar
async function fits(page) {
	const wide = await page.evaluate(() =>
		document.documentElement.scrollWidth - innerWidth);

	assert.ok(wide <= 0, `${page.url()} is ${wide} px too wide`);
	await headFits(page);
}

// each part of the masthead inside of it, and wide enough to be pressed
async function headFits(page) {
	const bad = await page.evaluate(() => {
		const line = document.querySelector(".mast .wrap");
		const style = line && getComputedStyle(line);
		const all = line && line.getBoundingClientRect();
		const start = line && all.left + parseFloat(style.paddingLeft);
		const end = line && all.right - parseFloat(style.paddingRight);

		return [...document.querySelectorAll(
		    ".mast :is(a, button, input:not([type=hidden]))")]
		    .map((e) => [e.textContent, e.getBoundingClientRect()])
		    .filter(([, box]) => box.height > 0 &&
			(box.width < 40 || box.left < start - 1 ||
			    box.right > end + 1))
		    .map(([name, box]) => `${name} ${box.left}-${box.right}`);
	});

	assert.deepEqual(bad, [], page.url());
}

// bytes over the line of a first visit, everything included
async function weight(address) {
	const page = await reader();
	const session = await page.context().newCDPSession(page);
	let bytes = 0;

	await session.send("Network.enable");
	await session.send("Network.setCacheDisabled", { cacheDisabled: true });
	session.on("Network.loadingFinished", (e) => {
		bytes += e.encodedDataLength;
	});
	const answer = await page.goto(address, { waitUntil: "networkidle" });

	assert.equal(answer.status(), 200);
	await leave(page);
	return bytes;
}

async function shot(page, name) {
	await page.screenshot({ path: path.join(shots, `${name}.png`),
		fullPage: true });
}

module.exports = { axe, base, close, fits, leave, open, reader, shot, signIn,
	weight, widths };
