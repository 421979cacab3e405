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

test("on a phone the panel stands below the title, not below the buttons",
    async () => {
	const page = await author({ at: "phone" });

	await page.goto("/items/new?kind=event");
	await page.locator("#f-title").fill(title);
	await page.locator("#also .row").first().waitFor();
	const top = async (what) =>
	    (await page.locator(what).boundingBox()).y;
	const panel = await top("#also");

	assert.ok(panel > await top("#f-title"));
	assert.ok(panel < await top("#f-start"));
	await house.axe(page);
	await house.fits(page);
	await house.shot(page, "overlap-form-phone");
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

// Three of others arrive. One is hidden, one was said to be not the same; the
// last is told, and jobs are done in their order.
test("owners hear of what is close to theirs, and of nothing hidden", async () => {
	const page = await author();
	const notice = page.locator(".neighbours");
	const text = "Keepers learn to rescue numbats from flooded burrows.";
	const draft = (id, title, audience, org) => sql(
		`insert into item (public_id, kind, org, status, audience, tlp,
		version, title, summary, published_at) select '${id}', 'toolkit', id,
		'draft', '${audience}', case '${audience}' when 'public' then
		'CLEAR' else 'AMBER+STRICT' end, 1, '${title}', '${text}', now()
		from org where slug = '${org}'`);

	const publish = (id) => sql(`update item set status = 'published'
	    where public_id = '${id}'`);

	draft("NVMBAT0001", "Numbat rescue handbook", "public", "bluewater-cirt");
	draft("NVMBAT0002", "Handbook of numbat rescue", "public", "baobab-cert");
	draft("NVMBAT0003", "Numbat rescue manual", "organisation", "baobab-cert");
	draft("NVMBAT0005", "Numbat rescue lessons", "public", "miombo-cri");
	publish("NVMBAT0001");
	sql(`insert into not_same (item, other, person) select a.id, b.id, ${member}
	    from item a, item b where a.public_id = 'NVMBAT0001'
	    and b.public_id = 'NVMBAT0005'`);
	// nothing is compared before the first can be found
	for (let i = 0; i < 40; i++) {
		await page.goto("/search?q=numbat");
		if (await page.locator(".row").count() > 0)
			break;
		await page.waitForTimeout(250);
	}
	for (const id of ["NVMBAT0003", "NVMBAT0005", "NVMBAT0002"])
		publish(id);
	for (let i = 0; i < 60 && await notice.count() === 0; i++) {
		await page.waitForTimeout(250);
		await page.goto("/");
	}
	assert.match(await notice.innerText(), /Handbook of numbat rescue/);
	assert.match(await notice.innerText(), /Close to:\s+Numbat rescue handbook/);
	assert.doesNotMatch(await notice.innerText(), /manual|lessons/);
	await house.axe(page);
	await house.shot(page, "overlap-owners-desk");
	await notice.getByRole("button", { name: "I have seen it" }).click();
	assert.equal(await notice.count(), 0);
	await page.goto("/");
	assert.equal(await notice.count(), 0);
	await house.leave(page);
});
