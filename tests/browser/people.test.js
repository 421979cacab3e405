// Pages of whoever is signed in, with what they show once and with errors, at
// both widths and in French: nothing cut off, no complaint by axe.
"use strict";
const assert = require("node:assert");
const { after, before, test } = require("node:test");
const house = require("./house.js");

before(house.open);
after(house.close);

async function look(page, name) {
	await house.shot(page, name);
	assert.equal(await page.locator("h1").count(), 1);
	await house.fits(page);
	await house.axe(page);
	assert.deepEqual(page.complaints, []);
}

async function press(page, name) {
	await page.getByRole("button", { name, exact: true }).first().click();
}

for (const at of ["desk", "phone"]) {
	test(`account and administration, ${at}`, async () => {
		const page = await house.reader({ at });

		await house.signIn(page);
		await page.goto("/account");
		await look(page, `account-${at}`);
		await page.locator("#f-timezone").fill("Mars/Olympus");
		await press(page, "Save");
		await look(page, `account-error-${at}`);
		await page.locator("#keys summary").click();
		await page.locator("#f-label").fill("Nightly copy");
		await page.locator("#keys form:has(#f-label) button").click();
		assert.match(await page.locator("#key").inputValue(), /^cs_api_/);
		await look(page, `account-key-${at}`);
		await page.goto("/admin");
		for (const fold of await page.locator("summary").all())
			await fold.click();
		await look(page, `admin-${at}`);
		await page.locator("#f-name").fill("Nowhere");
		await page.locator("#f-slug").fill("No Where");
		await press(page, "Add");
		await look(page, `admin-error-${at}`);
		await page.goto("/orgs");
		const org = await page.locator("main .plain a").first()
			.getAttribute("href");

		await page.goto(org);
		await look(page, `org-${at}`);
		await page.goto(`${org}/edit`);
		await look(page, `org-edit-${at}`);
		await page.goto(`${org}/people`);
		await look(page, `people-${at}`);
		await page.goto("/lang/fr?next=/account");
		assert.match(await page.locator("h1").innerText(), /Votre compte/);
		await look(page, `account-fr-${at}`);
		await house.leave(page);
	});

	test(`sign-in that does not match, ${at}`, async () => {
		const page = await house.reader({ at });

		await page.goto("/login");
		await page.locator("#f-email").fill("nobody@nowhere.example");
		await page.locator("#f-password").fill("four words go here");
		await press(page, "Sign in");
		await page.getByText("do not match").waitFor();
		await look(page, `sign-in-error-${at}`);
		await page.goto("/invitations/unknown");
		await look(page, `invitation-unknown-${at}`);
		await house.leave(page);
	});
}
