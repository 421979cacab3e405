// Every page that a stranger can open: both widths, light and dark, with and
// without script, without a complaint by axe, and light on the line.
"use strict";
const assert = require("node:assert");
const { after, before, test } = require("node:test");
const house = require("./house.js");

const pages = { home: "/", search: "/search?q=incident", toolkits: "/toolkits",
	experiences: "/experiences", events: "/events", calendar: "/calendar",
	subscribe: "/calendar/subscribe", organisations: "/orgs",
	countries: "/countries", country: "/countries/FJ", join: "/join",
	"sign-in": "/login", about: "/about", programs: "/for-programs",
	missing: "/there-is-nothing-here", "none-found": "/search?q=zzqqxxyy" };
const ways = [
	{ name: "desk", at: "desk" },
	{ name: "desk-dark", at: "desk", dark: true },
	{ name: "phone", at: "phone" },
	{ name: "phone-dark", at: "phone", dark: true },
	{ name: "phone-no-script", at: "phone", script: false },
];

before(house.open);
after(house.close);

for (const [name, address] of Object.entries(pages)) {
	for (const way of ways) {
		test(`${name}, ${way.name}`, async () => {
			const page = await house.reader(way);
			const answer = await page.goto(address);

			assert.equal(answer.status(), name === "missing" ? 404 : 200);
			await house.shot(page, `${name}-${way.name}`);
			assert.equal(await page.locator("h1").count(), 1);
			if (way.script !== false) {
				await house.fits(page);
				await house.axe(page);
			}
			assert.deepEqual(page.complaints, []);
			await house.leave(page);
		});
	}
}

for (const name of ["home", "search", "calendar"]) {
	test(`${name} weighs at most 30 KB`, async () => {
		const bytes = await house.weight(pages[name]);

		assert.ok(bytes <= 30720, `${bytes} bytes`);
	});
}

test("a page in French stays in French", async () => {
	const page = await house.reader();

	await page.goto("/toolkits");
	await page.locator("footer a[hreflang=fr]").click();
	assert.match(page.url(), /\/toolkits$/);
	assert.equal(await page.locator("html").getAttribute("lang"), "fr");
	await page.goto("/calendar");
	assert.equal(await page.locator("html").getAttribute("lang"), "fr");
	await house.axe(page);
	await house.leave(page);
});

test("the head holds what strangers and administrators see there", async () => {
	const page = await house.reader();

	for (const known of [false, true]) {
		if (known)
			await house.signIn(page);
		for (const lang of ["en", "fr"]) {
			await page.goto(`/lang/${lang}?next=/calendar`);
			for (const width of [320, 390, 700, 1080, 1280, 1600]) {
				await page.setViewportSize({ width, height: 800 });
				await house.fits(page);
			}
		}
		await page.goto("/lang/en");
	}
	await house.leave(page);
});

test("from right to left nothing is cut off", async () => {
	for (const at of ["desk", "phone"]) {
		const page = await house.reader({ at });

		const answer = await page.goto("/search?q=incident");

		assert.equal(answer.status(), 200);
		await page.evaluate(() => {
			document.documentElement.dir = "rtl";
		});
		await house.fits(page);
		await house.shot(page, `search-${at}-rtl`);
		await house.leave(page);
	}
});

test("the slash goes to the search box, also from the keyboard alone", async () => {
	const page = await house.reader();

	await page.goto("/toolkits");
	await page.keyboard.press("Tab");
	assert.equal(await page.evaluate(() => document.activeElement.className),
		"skip");
	await page.keyboard.press("/");
	assert.equal(await page.evaluate(() => document.activeElement.name), "q");
	await house.leave(page);
});
