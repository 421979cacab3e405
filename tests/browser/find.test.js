// Finding: narrowing down, type-ahead, nothing found, what is new, and what
// nobody found.
"use strict";
const assert = require("node:assert");
const { execFileSync } = require("node:child_process");
const { after, before, test } = require("node:test");
const house = require("./house.js");

before(house.open);
after(house.close);

for (const at of ["phone", "desk"])
	test(`pages of a search on a ${at}`, async () => {
		const page = await house.reader({ at });

		for (const [name, address] of [
			["found", "/search?q=evidence"],
			["narrowed", "/search?q=evidence&region=africa&topic=justice"],
			["none", "/search?q=evidense+fnord&country=FJ"],
			["meant", "/search?q=phisihng+reprot"]]) {
			await page.goto(address);
			await house.shot(page, `search-${name}-${at}`);
			await house.fits(page);
			await house.axe(page);
		}
		await house.leave(page);
	});

test("countries stand below their region, topics below their topic", async () => {
	const page = await house.reader();
	const list = page.locator(".facet", { hasText: "Country or region" });

	await page.goto("/search?q=evidence");
	const region = list.locator("> ul > li", { hasText: "Africa" }).first();
	const shown = Number(await region.locator("> a small").innerText());

	await region.locator("> a").click();
	assert.match(page.url(), /region=africa/);
	assert.match(await page.locator("h1").innerText(),
		new RegExp(`: ${shown} result`));
	// a country of it takes its place
	const country = list.locator("details[open] li a").first();
	const count = Number(await country.locator("small").innerText());

	await country.click();
	assert.doesNotMatch(page.url(), /region=/);
	assert.match(await page.locator("h1").innerText(),
		new RegExp(`: ${count} result`));
	// and a second one is added to it
	await list.locator("details[open] li a:not([aria-current])").first()
	    .click();
	assert.equal(page.url().match(/country=/g).length, 2);
	await house.leave(page);
});

test("forth and back", async () => {
	const page = await house.reader();

	await page.goto("/toolkits?limit=5");
	const titles = await page.locator(".row h2").allInnerTexts();

	await page.getByRole("link", { name: "Next" }).click();
	await page.getByRole("link", { name: "Next" }).click();
	await page.getByRole("link", { name: "Previous" }).click();
	await page.getByRole("link", { name: "Previous" }).click();
	assert.deepEqual(await page.locator(".row h2").allInnerTexts(), titles);
	assert.equal(await page.getByRole("link", { name: "Previous" }).count(), 0);
	await house.leave(page);
});

for (const at of ["phone", "desk"])
	test(`what may be typed is offered on a ${at}`, async () => {
		const page = await house.reader({ at });

		for (const [address, name] of [["/", "home"],
			["/search?q=evidence", "search"]]) {
			await page.goto(address);
			const box = page.locator("main input[name=q]");

			await box.fill("");
			await box.pressSequentially("inc");
			await page.locator(".typed li").first().waitFor();
			assert.equal(await box.getAttribute("aria-expanded"), "true");
			await box.press("ArrowDown");
			assert.equal(await box.getAttribute("aria-activedescendant"),
				await page.locator(".typed li").first()
				    .getAttribute("id"));
			await house.shot(page, `typed-${name}-${at}`);
			await house.fits(page);
			await house.axe(page);
			await box.press("Escape");
			assert.equal(await page.locator(".typed").isVisible(), false);
		}
		await page.locator("main input[name=q]").fill("First-hour cards for");
		const option = page.locator(".typed li", { hasText: "phishing report" });

		await option.click();
		await page.waitForURL(/\/items\//);
		assert.deepEqual(page.complaints, []);
		await house.leave(page);
	});

test("Enter searches when nothing is chosen, and goes there when it is", async () => {
	const page = await house.reader();

	await page.goto("/");
	await page.locator("#home-q").pressSequentially("phishing");
	await page.locator(".typed li").first().waitFor();
	await page.locator("#home-q").press("Enter");
	await page.waitForURL(/\/search\?q=phishing/);
	await page.locator("#search-q").fill("Incident handl");
	await page.locator(".typed li.topic").waitFor();
	await page.locator("#search-q").press("ArrowUp");
	await page.locator("#search-q").press("ArrowUp");
	await page.locator("#search-q").press("Enter");
	await page.waitForURL(/\/(orgs|items)\/|topic=/);
	await house.leave(page);
});

test("what nobody found is on the administrators' list, without who", async () => {
	const page = await house.reader();

	await page.goto("/search?q=Quagga%20%20rescue");
	await page.goto("/search?q=somebody@quagga.example");
	await page.goto("/admin/gaps");
	assert.match(page.url(), /login/);
	await house.signIn(page);
	const end = Date.now() + 20000;

	do
		await page.goto("/admin/gaps");
	while (!(await page.locator("main").innerText()).includes("quagga rescue") &&
		Date.now() < end);
	const line = page.locator("tr", { hasText: "quagga rescue" });

	assert.equal(await line.count(), 1);
	assert.equal(await page.locator("main").getByText("somebody@").count(), 0);
	await house.shot(page, "gaps-desk");
	await house.axe(page);
	await line.getByRole("button").click();
	assert.equal(await page.locator("tr", { hasText: "quagga rescue" }).count(),
		0);
	await house.leave(page);
});

test("home shows what is new since the last visit", {
	skip: process.env.COMMONSHELF_OWNER_URL ? false : "no house of our own",
}, async () => {
	const page = await house.reader();
	const title = page.getByRole("heading", { name: "New since your last visit" });
	const sql = (text) => execFileSync("psql", ["-qX", "-v", "ON_ERROR_STOP=1",
		"-c", text, process.env.COMMONSHELF_OWNER_URL]);

	await house.signIn(page);
	await page.goto("/");
	assert.equal(await title.count(), 0);
	// the visit before this one ended long ago
	sql(`update person set seen_at = now() - interval '300 days'
		where platform_admin`);
	sql(`update session set seen_at = now() - interval '2 minutes'`);
	await page.goto("/");
	await title.waitFor();
	const rows = page.locator("section", { has: title }).locator(".row");

	assert.ok(await rows.count() > 0 && await rows.count() <= 5);
	await house.shot(page, "home-new-desk");
	await house.axe(page);
	await page.getByRole("link", { name: "Everything, newest first" }).click();
	await page.waitForURL(/sort=newest/);
	// a look two minutes later is the same visit
	sql(`update session set seen_at = now() - interval '1 minute'`);
	await page.goto("/");
	await title.waitFor();
	await house.leave(page);
});

test("other names are searched too, said so, and switched off", async () => {
	const page = await house.reader();
	const said = page.locator("p.asked", { hasText: "Also searched:" });
	const shown = async () => Number((await page.locator("h1").innerText())
	    .match(/(\d+) result/)[1]);

	await page.goto("/search?q=phishing");
	assert.match(await said.innerText(), /hameçonnage \(fr\)/);
	await page.goto("/search?q=awareness");
	const all = await shown();

	await said.getByRole("link", { name: "Only what I typed" }).click();
	await page.waitForURL(/thesaurus=off/);
	assert.equal(await page.getByText("Also searched:").count(), 0);
	assert.ok(await shown() < all);
	await house.axe(page);
	await house.leave(page);
});

test("each result says why it is there, when asked", async () => {
	const page = await house.reader();

	await page.goto("/search?q=phishing");
	assert.equal(await page.getByText("Why here:").count(), 0);
	await page.getByRole("link", { name: "Why these results?" }).click();
	assert.match(page.url(), /explain=1/);
	assert.equal(await page.getByText("Why here:").count(),
		await page.locator(".row").count());
	assert.match(await page.getByText("Why here:").first().innerText(),
		/phishing.*\d+ %/);
	await house.axe(page);
	await page.getByRole("link", { name: "Hide the reasons" }).click();
	assert.equal(await page.getByText("Why here:").count(), 0);
	await house.leave(page);
});
