// What is close: beside a form while it is filled in, on its preview without
// script, on an item's page, and told to the owners of what is close.
"use strict";
const assert = require("node:assert");
const { execFileSync } = require("node:child_process");
const { after, before, test } = require("node:test");
const house = require("./house.js");

const title = "Briefing about cyber diplomacy for small missions";
let found;

const sql = (text) => execFileSync("psql", ["-qX", "-v", "ON_ERROR_STOP=1",
	"-c", text, process.env.COMMONSHELF_OWNER_URL]);
const member = `(select id from person where email = '${
	process.env.ADMIN_EMAIL}')`;

// the administrator writes for an organisation, here alone
before(async () => {
	sql(`insert into membership select ${member}, id, 'contributor'
	    from org where slug = 'bluewater-cirt'`);
	await house.open();
});
after(async () => {
	await house.close();
	sql(`delete from membership where person = ${member}`);
});

async function author(options) {
	const page = await house.reader(options);

	await house.signIn(page);
	return page;
}

test("the panel tells while a title is typed, and hears not the same",
    async () => {
	const page = await author();

	await page.goto("/items/new?kind=event");
	await page.locator("#f-title").fill(title);
	const rows = page.locator("#also .row");
	const one = page.locator("#also .row",
	    { hasText: "Briefing on cyber diplomacy" });

	await one.waitFor();
	found = await one.locator("a").first().getAttribute("href");
	assert.match(await page.locator("#also").textContent(),
	    /% of the words/);
	assert.ok(await rows.count() >= 1);
	await house.axe(page);
	await house.fits(page);
	await house.shot(page, "overlap-form-desk");
	await page.locator("#also [data-not-same]").first().click();
	await one.waitFor({ state: "detached" });
	assert.deepEqual(page.complaints, []);
	await house.leave(page);
});

test("without script the preview tells the same", async () => {
	const page = await author({ script: false, at: "phone" });

	await page.goto("/items/new?kind=event");
	await page.locator("#f-title").fill(title);
	await page.locator("#f-start").fill("2027-03-10");
	await page.locator("#item-form button[value=preview]").click();
	const one = page.locator("#also .row",
	    { hasText: "Briefing on cyber diplomacy" });

	await one.waitFor();
	await house.fits(page);
	await house.shot(page, "overlap-preview-phone");
	await page.locator("#also button[value^=not-same-]").first().click();
	assert.equal(await one.count(), 0);
	assert.equal(await page.locator("#f-title").inputValue(), title);
	await house.leave(page);
});

test("an item's page names what is similar", async () => {
	for (const at of ["desk", "phone"]) {
		const page = await house.reader({ at });

		await page.goto(found);
		await page.locator(".also .row").first().waitFor();
		await house.fits(page);
		await house.axe(page);
		await house.shot(page, `overlap-item-${at}`);
		await house.leave(page);
	}
});
