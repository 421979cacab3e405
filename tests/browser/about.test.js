// The page that says what this is: version, licences and health; details are
// for administrators alone.
"use strict";
const assert = require("node:assert");
const { after, before, test } = require("node:test");
const house = require("./house.js");

before(house.open);
after(house.close);

for (const at of ["phone", "desk"])
	for (const lang of ["en", "fr"])
		test(`about, with its list, ${at}, ${lang}`, async () => {
			const page = await house.reader({ at, lang });

			await page.goto("/about");
			await page.locator("#licences summary").click();
			await house.shot(page, `about-licences-${at}-${lang}`);
			await house.fits(page);
			await house.axe(page);
			assert.match(await page.locator("#licences").innerText(), /0\.\d+\.\d+/);
			assert.match(await page.locator("#licences").innerText(), /Xapian\s+GPL-2.0-or-later/);
			assert.match(await page.locator("#health").innerText(),
			    lang === "fr" ? /Tout fonctionne/ : /All of it works/);
			assert.equal(await page.locator("#health p").count(), 1);
			assert.equal(await page.locator("#licences thead th").count(), 2);
			assert.deepEqual(page.complaints, []);
			await house.leave(page);
		});

test("an administrator sees what works, and versions", async () => {
	const page = await house.reader({ at: "phone" });

	await house.signIn(page);
	await page.goto("/about");
	await page.locator("#licences summary").click();
	await house.shot(page, "about-administrator-phone");
	await house.fits(page);
	await house.axe(page);
	assert.match(await page.locator("#health").innerText(), /database answers/);
	assert.match(await page.locator("#licences").innerText(), /Xapian\s+1\.4\./);
	await house.leave(page);
});
