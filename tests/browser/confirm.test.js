// The password once more (SECURITY.md, SE9): the page that asks, as it looks,
// and that what was written and sent comes through it whole, without script.
"use strict";
const assert = require("node:assert");
const { execFileSync } = require("node:child_process");
const path = require("node:path");
const { after, before, test } = require("node:test");
const house = require("./house.js");

const email = "noa@confirm.example", password = "nine quiet umbrellas";
const text = "First line.\n\n  Indented \"quoted\" <b>&amp; 'more'</b>\n\n" +
    "Последняя строка, ✓\n";

function commonshelf(input, ...args) {
	execFileSync(path.join(__dirname, "../../build/commonshelf"), args,
		{ input, stdio: ["pipe", "pipe", "inherit"] });
}

// more than five minutes go by
function wait() {
	execFileSync("psql", ["-qX", "-c", "update session set confirmed_at = " +
		"now() - interval '6 minutes'", process.env.COMMONSHELF_OWNER_URL]);
}

before(async () => {
	await house.open();
	commonshelf("", "org", "add", "--slug", "confirm", "--name", "Confirm",
		"--country", "FJ");
	commonshelf(password, "user", "add", "--email", email, "--name", "Noa",
		"--org", "confirm", "--role", "admin", "--password-stdin");
});
after(house.close);

async function look(page, name) {
	await house.shot(page, name);
	assert.equal(await page.locator("h1").count(), 1);
	await house.fits(page);
	await house.axe(page);
	assert.deepEqual(page.complaints, []);
}

async function askForAddress(page) {
	wait();
	await page.goto("/account");
	await page.locator("#calendar form button").click();
	await page.locator("#f-confirm").waitFor();
}

for (const at of ["desk", "phone"])
	for (const lang of ["en", "fr"])
		for (const dark of [false, true]) {
			const name = [at, lang, ...(dark ? ["dark"] : [])].join("-");

			test(`the page that asks, ${name}`, async () => {
				const page = await house.reader({ at, lang, dark });

				await house.signIn(page, email, password);
				await page.goto(`/lang/${lang}?next=/account`);
				await askForAddress(page);
				await look(page, `confirm-${name}`);
				await page.locator("#f-confirm").fill("not this one here");
				await page.keyboard.press("Enter");
				await page.locator(".error").waitFor();
				await look(page, `confirm-error-${name}`);
				await page.locator("#f-confirm").fill(password);
				await page.keyboard.press("Enter");
				await page.locator("#feed").waitFor();
				assert.match(await page.locator("#feed").inputValue(),
					/\/feeds\/cs_feed_.*\.ics$/);
				await page.goto("/account");
				await look(page, `account-sessions-${name}`);
				await house.leave(page);
			});
		}

test("a text and a file come through it whole, without script", async () => {
	const page = await house.reader({ script: false });

	await house.signIn(page, email, password);
	await page.goto("/items/new?kind=toolkit");
	await page.locator("[name=title]").fill("Reef watch");
	await page.locator("[name=audience][value=organisation]").check();
	await page.locator("button[value=publish]").first().click();
	await page.waitForURL(/\/published$/);
	const id = page.url().match(/items\/([0-9A-Z]{10})/)[1];

	wait();
	await page.goto(`/items/${id}/edit`);
	await page.locator("details.more > summary").first().click();
	await page.locator("[name=body]").fill(text);
	await page.locator("[name=audience][value=public]").check();
	await page.locator("[name=file]").setInputFiles({ name: "reef é.txt",
		mimeType: "text/plain", buffer: Buffer.from("Corals and more.") });
	await page.locator("button[value=publish]").first().click();
	await page.locator("#f-confirm").waitFor();
	assert.match(await page.locator("main").innerText(),
		/Everyone on the web will see this/);
	await page.locator("#f-confirm").fill("not this one here");
	await page.locator("main form button:not([type=button])").first().click();
	await page.locator(".error").waitFor();
	await page.locator("#f-confirm").fill(password);
	await page.locator("main form button:not([type=button])").first().click();
	await page.waitForURL(/\/published$/);
	await page.goto(`/items/${id}/edit`);
	assert.equal((await page.locator("[name=body]").inputValue()).trim(),
		text.trim());
	const item = await (await fetch(`${house.base}/api/v1/items/${id}`)).json();

	assert.equal(item.audience, "public");
	assert.deepEqual(item.files.map((f) => f.name), ["reef é.txt"]);
	await house.leave(page);
});
