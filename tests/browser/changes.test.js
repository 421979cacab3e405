// Two people and one item: what changed, an old version again, and a conflict
// that shows every field and who it was.
"use strict";
const assert = require("node:assert");
const { execFileSync } = require("node:child_process");
const path = require("node:path");
const { after, before, test } = require("node:test");
const house = require("./house.js");

const people = [["ada@changes.example", "Ada Writer"],
	["bo@changes.example", "Bo Writer"]];
const password = "seven purple wheelbarrows";
let ada, bo, id;

function commonshelf(input, ...args) {
	execFileSync(path.join(__dirname, "../../build/commonshelf"), args,
		{ input, stdio: ["pipe", "pipe", "inherit"] });
}

before(async () => {
	await house.open();
	commonshelf("", "org", "add", "--slug", "changes", "--name", "Changes",
		"--country", "FJ");
	for (const [email, name] of people)
		commonshelf(password, "user", "add", "--email", email, "--name",
			name, "--org", "changes", "--role", "contributor",
			"--password-stdin");
	ada = await house.reader();
	bo = await house.reader();
	await house.signIn(ada, people[0][0], password);
	await house.signIn(bo, people[1][0], password);
});
after(house.close);

async function fill(page, fields) {
	for (const details of await page.locator("details.more").all())
		await details.evaluate((d) => { d.open = true; });
	for (const [name, value] of Object.entries(fields))
		await page.locator(`[name=${name}]`).first().fill(value);
}

async function publish(page) {
	await page.locator("button[value=publish]").first().click();
	await page.waitForURL(/\/published$/);
}

test("an event is published, and changed by another", async () => {
	await ada.goto("/items/new?kind=event");
	await fill(ada, { title: "Radio workshop", summary: "For all of Suva",
		start: "2027-03-10", end: "2027-03-11", place: "Suva",
		body: "Bring a radio.\n\nLunch is served at noon." });
	await ada.locator("[name=precision][value=day], select[name=precision]")
		.first().evaluate((e) => e.tagName === "SELECT" ?
		    (e.value = "day") : e.click());
	await publish(ada);
	id = ada.url().match(/items\/([0-9A-Z]{10})/)[1];
	await bo.goto(`/items/${id}/edit`);
	await fill(bo, { place: "Nadi", start: "2027-03-17", end: "2027-03-18",
		summary: "For all of Fiji", body: "Bring two radios.\n\n" +
		"Lunch is served at noon.", note: "A week later, in Nadi" });
	await publish(bo);
});

test("the changes are told in words and side by side", async () => {
	for (const at of ["desk", "phone"]) {
		const page = await house.reader({ at });

		await house.signIn(page, people[0][0], password);
		await page.goto(`/items/${id}/versions`);
		await page.getByRole("link", { name: /^Compare/ }).first().click();
		const words = await page.locator("main").innerText();

		assert.match(words, /things changed: .*Summary.*When.*Place.*Text/);
		assert.match(words, /A week later, in Nadi/);
		assert.match(words, /Bo Writer/);
		assert.equal(await page.locator("del", { hasText: "Suva" }).count(), 2);
		assert.equal(await page.locator("ins", { hasText: "Nadi" }).count(), 1);
		// white space counts: not one line end more than the text has
		assert.equal(await page.locator(".side").nth(6).textContent(),
			"Bring a radio.\n\nLunch is served at noon.");
		await house.shot(page, `changes-${at}`);
		await house.fits(page);
		await house.axe(page);
		await house.leave(page);
	}
});

test("a conflict shows every field that differs, and who it was", async () => {
	await ada.goto(`/items/${id}/edit`);
	await bo.goto(`/items/${id}/edit`);
	await fill(bo, { place: "Labasa", note: "Labasa" });
	await publish(bo);
	await fill(ada, { place: "Lautoka", note: "Lautoka",
		summary: "For everybody" });
	await ada.locator("button[value=publish]").first().click();
	await ada.locator(".change").first().waitFor();
	const words = await ada.locator("main").innerText();

	assert.match(words, /Bo Writer changed this/);
	assert.equal(await ada.locator("del", { hasText: "Labasa" }).count(), 1);
	assert.equal(await ada.locator("ins", { hasText: "Lautoka" }).count(), 1);
	assert.equal(await ada.locator("[name=place]").inputValue(), "Lautoka");
	for (const at of ["desk", "phone"]) {
		await ada.setViewportSize(house.widths[at]);
		await house.shot(ada, `conflict-${at}`);
		await house.fits(ada);
	}
	await house.axe(ada);
});

test("an old version is published again", async () => {
	await ada.goto(`/items/${id}/changes?from=1&to=3`);
	await ada.getByRole("button", { name: /Publish version 1 again/ }).click();
	await ada.waitForURL(/radio-workshop/);
	assert.match(await ada.locator("main").innerText(), /Suva/);
	await ada.goto(`/items/${id}/changes?from=1&to=4`);
	assert.match(await ada.locator("main").innerText(),
		/Nothing that readers see differs/);
	assert.match(await ada.locator("main").innerText(), /Version 1 again/);
});
