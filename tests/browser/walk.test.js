// The walk of a stranger: everything that has to work in the first ten
// minutes, in the order in which somebody would try it.
"use strict";
const assert = require("node:assert");
const fs = require("node:fs");
const path = require("node:path");
const { after, before, test } = require("node:test");
const house = require("./house.js");

const org = "bluewater-cirt";
const guest = { email: "tavita@walk.example", name: "Tavita Walk",
	password: "orchard lantern gravel seven" };
const sample = (name) => path.join(__dirname, "../../assets/sample/files",
	name);
const day = (n) => new Date(Date.now() + n * 864e5).toISOString().slice(0, 10);

let admin, other, toolkit, event, secret, count;

before(house.open);
after(house.close);

// a small PDF whose only line is `words`
function pdf(words) {
	const stream = `BT /F1 12 Tf 72 720 Td (${words}) Tj ET`;
	const parts = ["<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R" +
		"/Resources<</Font<</F1 5 0 R>>>>>>",
		`<</Length ${stream.length}>>stream\n${stream}\nendstream`,
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"];
	let text = "%PDF-1.4\n";
	const at = parts.map((part, i) => {
		const here = text.length;

		text += `${i + 1} 0 obj${part}endobj\n`;
		return here;
	});
	const table = text.length;

	text += `xref\n0 6\n0000000000 65535 f \n${at.map((n) =>
		`${String(n).padStart(10, "0")} 00000 n \n`).join("")}` +
		`trailer<</Size 6/Root 1 0 R>>\nstartxref\n${table}\n%%EOF\n`;
	return { mimeType: "application/pdf", buffer: Buffer.from(text, "latin1") };
}

const press = (page, name) =>
	page.locator("main form").getByRole("button", { name, exact: true })
	    .click();

async function choose(page, name, value) {
	await page.locator(`main input[name="${name}"][value="${value}"]`)
	    .evaluate((box) => {
		for (let e = box; e; e = e.parentElement)
			if (e.tagName === "DETAILS")
				e.open = true;
	    });
	await page.locator(`main input[name="${name}"][value="${value}"]`).check();
}

async function more(page) {
	await page.locator("main details.more").evaluate((e) => { e.open = true; });
}

async function published(page) {
	await press(page, "Publish");
	await page.getByRole("heading", { name: "Published" }).waitFor();
	return (await page.locator("#address").inputValue())
	    .match(/.*\/items\/[^/]+/)[0];
}

// tries again until `done` holds, for what the worker does in the background
async function soon(what, done, seconds = 20) {
	const end = Date.now() + seconds * 1000;

	while (Date.now() < end) {
		if (await done())
			return;
		await new Promise((wake) => setTimeout(wake, 250));
	}
	assert.fail(`${what}: not within ${seconds} s`);
}

const text = async (page, address) =>
	(await page.request.get(address)).text();

const titles = async (page, words) => {
	await page.goto(`/search?q=${encodeURIComponent(words)}`);
	return page.locator(".row :is(h2, h3)").allInnerTexts();
};

// the entry of one event in a feed, its folded lines joined
async function entry(page, title) {
	const feed = (await text(page, "/calendar.ics")).replace(/\r\n[ \t]/g, "");

	return feed.split("BEGIN:VEVENT").find((e) => e.includes(title)) ?? "";
}

const line = (vevent, name) =>
	vevent.match(new RegExp(`^${name}[^:]*:(.*)$`, "m"))?.[1].trim();

test("a toolkit is found by a word inside its PDF", async () => {
	admin = await house.reader();
	await admin.goto("/");
	await admin.locator("main input[name=q]").fill("limpet");
	await admin.locator("main input[name=q]").press("Enter");
	await admin.getByRole("link", { name: /First-hour cards/ }).first().click();
	assert.match(await admin.locator("h1").innerText(), /First-hour cards/);
	await house.shot(admin, "toolkit-desk");
});

test("its text is read without downloading it", async () => {
	toolkit = admin.url();
	await admin.getByRole("link", { name: /Read the text/ }).first().click();
	assert.match(await admin.locator("main").innerText(), /limpet rule/);
	await house.shot(admin, "text-desk");
	await house.axe(admin);
});

test("the administrator joins an organisation and invites somebody", async () => {
	await house.signIn(admin);
	await admin.goto(`/orgs/${org}/people`);
	await admin.locator("#f-email").fill(process.env.ADMIN_EMAIL);
	await admin.locator("#f-role").selectOption("admin");
	await press(admin, "Make the link");
	await admin.getByText("is in your organisation now").waitFor();
	await admin.locator("#f-email").fill(guest.email);
	await press(admin, "Make the link");
	guest.link = await admin.locator("#once").inputValue();
	await house.shot(admin, "people-desk");
	await house.axe(admin);
});

test("the invitation is accepted in another browser", async () => {
	other = await house.reader();
	await other.goto(guest.link);
	await house.axe(other);
	await house.shot(other, "invitation-desk");
	await other.locator("#f-name").fill(guest.name);
	await other.locator("#f-password").fill(guest.password);
	await press(other, "Accept and sign in");
	await other.locator("a.who").waitFor();
	await other.goto(guest.link);
	assert.match(await other.locator("main").innerText(), /used already/);
	await house.axe(other);
});

test("an own PDF is shared and found by the other", async () => {
	await admin.goto("/items/new");
	await admin.getByRole("link", { name: /Share a toolkit/ }).click();
	await admin.locator("#f-file").setInputFiles({ name: "Harbour plan.pdf",
		...pdf("The quaggafish plan for a small harbour") });
	await admin.locator(".loads input[name=upload]").waitFor({
		state: "attached" });
	await house.shot(admin, "toolkit-form-desk");
	secret = await published(admin);
	await house.shot(admin, "receipt-desk");
	await house.axe(admin);
	await soon("the other finds it", async () =>
		/Harbour plan/.test(await titles(other, "quaggafish")));
	await house.shot(other, "search-found-desk");
	await house.axe(other);
});

test("what only partners may see is not there for others", async () => {
	const stranger = await house.reader();

	await stranger.goto("/search?q=quaggafish");
	assert.doesNotMatch(await stranger.content(), /Harbour plan/);
	const answer = await stranger.goto(secret);
	assert.equal(answer.status(), 404);
	await house.axe(stranger);
	await house.shot(stranger, "hidden-desk");
	await house.leave(stranger);
});

test("an event is announced beside what else is planned", async () => {
	await admin.goto("/items/new?kind=event");
	await admin.locator("#f-title").fill("Lagoon exercise of the walk");
	await choose(admin, "precision", "month");
	assert.ok(await admin.locator("#f-month").isVisible());
	assert.ok(!await admin.locator("#f-start").isVisible());
	await choose(admin, "precision", "day");
	assert.ok(!await admin.locator("#f-month").isVisible());
	await admin.locator("#f-start").fill(day(40));
	await admin.locator("#f-country").selectOption("FJ");
	await choose(admin, "audience", "public");
	await admin.locator("#also .row").first().waitFor();
	await house.shot(admin, "event-form-desk");
	await house.axe(admin);
	event = await published(admin);
	await house.shot(admin, "receipt-event-desk");
	await admin.goto(event);
	await admin.locator(".also .row").first().waitFor();
	await house.axe(admin);
	await house.shot(admin, "event-desk");
});

test("the subscribed calendar follows a move and a cancellation", async () => {
	const first = await entry(other, "Lagoon exercise");

	assert.ok(first, "the feed has it");
	await admin.goto(`${event}/edit`);
	await admin.locator("#f-start").fill(day(47));
	await more(admin);
	await admin.locator("#f-end").fill(day(47));
	await published(admin);
	const moved = await entry(other, "Lagoon exercise");

	assert.equal(line(moved, "UID"), line(first, "UID"));
	assert.equal(line(moved, "DTSTART"), day(47).replace(/-/g, ""));
	assert.ok(Number(line(moved, "SEQUENCE")) >
	    Number(line(first, "SEQUENCE")));
	await admin.goto(`${event}/edit`);
	await admin.locator("#f-certainty").selectOption("cancelled");
	await more(admin);
	await admin.locator("#f-cancelled_why").fill("The boat is in the dock");
	await published(admin);
	const over = await entry(other, "Lagoon exercise");

	assert.equal(line(over, "STATUS"), "CANCELLED");
	assert.ok(Number(line(over, "SEQUENCE")) > Number(line(moved, "SEQUENCE")));
	await admin.goto(event);
	assert.match(await admin.locator("main").innerText(),
		/Cancelled on.*The boat is in the dock/s);
	await house.shot(admin, "event-cancelled-desk");
	await house.axe(admin);
});

test("an experience changes the tally of its toolkit", async () => {
	const told = async () => {
		await admin.goto(toolkit);
		const words = await admin.locator("main").innerText();

		return Number(words.match(/(\d+) experiences?:/)?.[1] ?? 0);
	};

	count = await told();
	await admin.getByRole("link", { name: "Log your experience with this" })
	    .click();
	await choose(admin, "outcome", "worked");
	await choose(admin, "countries", "FJ");
	await admin.locator("#f-evidence").fill("Two drills, both written down");
	await admin.locator("#f-lesson").fill("Laminate the cards: paper wilts");
	await choose(admin, "audience", "public");
	await house.shot(admin, "experience-form-desk");
	await published(admin);
	await house.shot(admin, "receipt-experience-desk");
	assert.equal(await told(), count + 1);
	assert.match(await admin.content(), /Laminate the cards/);
});

test("one call finds all of it", async () => {
	const ask = async (words) => JSON.parse(await text(admin,
		`/api/v1/search?q=${encodeURIComponent(words)}`));

	await soon("the experience is found", async () =>
		JSON.stringify(await ask("laminate")).includes("Laminate"));
	const all = JSON.stringify(await ask("quaggafish lagoon laminate"));

	for (const words of ["Harbour plan", "Lagoon exercise", "Laminate"])
		assert.ok(all.includes(words), words);
});

test("of two who edit at once the second sees both texts", async () => {
	await admin.goto(`${event}/edit`);
	await other.goto(`${event}/edit`);
	for (const [page, words] of [[admin, "Words of the first"],
	    [other, "Words of the second"]]) {
		await more(page);
		await page.locator("#f-body").fill(words);
	}
	await published(admin);
	await press(other, "Publish");
	const main = other.locator("main");

	assert.match(await main.innerText(), /Words of the first/);
	assert.equal(await other.locator("#f-body").inputValue(),
		"Words of the second");
	await house.shot(other, "conflict-desk");
	await house.axe(other);
	await published(other);
	await other.goto(event);
	assert.match(await other.locator("main").innerText(),
		/Words of the second/);
});

test("versions are kept and read", async () => {
	await admin.goto(`${event}/versions`);
	assert.ok(await admin.locator("tbody tr").count() >= 4);
	await house.shot(admin, "versions-desk");
	await house.axe(admin);
	await admin.locator("tbody a").last().click();
	await house.axe(admin);
	await house.shot(admin, "version-old-desk");
});

test("a form that fails keeps its file", async () => {
	const page = await house.reader({ script: false });

	await house.signIn(page, guest.email, guest.password);
	await page.goto("/items/new?kind=experience");
	await page.locator("main details.more > summary").click();
	await page.locator("#f-file").setInputFiles({ name: "notes.pdf",
		...pdf("Notes of a drill with mudskippers") });
	await page.locator("#f-used_other").fill("Two notebooks");
	await press(page, "Publish");
	assert.match(await page.locator("main").innerText(),
		/already safe here/);
	assert.equal(await page.locator("#f-used_other").inputValue(),
		"Two notebooks");
	assert.equal(await page.locator("input[name=upload]").count(), 1);
	await house.shot(page, "experience-errors-desk");
	await house.leave(page);
});

test("without script a file is shared with the plain form", async () => {
	const page = await house.reader({ script: false, at: "phone" });

	await house.signIn(page, guest.email, guest.password);
	await page.goto("/items/new?kind=toolkit");
	await page.locator("#f-file").setInputFiles({ name: "reef.pdf",
		...pdf("Reef watch with pistolshrimp") });
	await page.locator("#f-title").fill("Reef watch");
	await house.shot(page, "toolkit-form-phone");
	const address = await published(page);

	await page.goto(address);
	assert.match(await page.locator("table.files").innerText(), /reef\.pdf/);
	await house.shot(page, "toolkit-own-phone");
	await admin.goto(`${address}/withdraw`);
	await house.axe(admin);
	await house.shot(admin, "withdraw-desk");
	await admin.locator("#f-why").fill("It was only a trial");
	await press(admin, "Withdraw");
	await page.goto(address);
	assert.match(await page.locator("main").innerText(),
		/Withdrawn on.*It was only a trial/s);
	await house.shot(page, "withdrawn-phone");
	await house.leave(page);
});

test("hostile words stay words in all three forms", async () => {
	const evil = "<script>alert(1)</script>\"'& gobyfish";
	let dialogs = 0;

	admin.on("dialog", (dialog) => {
		dialogs++;
		dialog.dismiss();
	});
	for (const kind of ["toolkit", "event", "experience"]) {
		await admin.goto(`/items/new?kind=${kind}`);
		await more(admin);
		for (const name of ["title", "summary", "body", "place", "contact",
		    "source", "evidence", "lesson", "used_other", "link-title-0"]) {
			const field = admin.locator(`#f-${name}`);

			if (await field.count() > 0)
				await field.fill(evil);
		}
		await admin.locator("#f-link-0").fill("https://goby.example/");
		if (kind === "event") {
			await choose(admin, "precision", "day");
			await admin.locator("#f-start").fill(day(30));
			await admin.locator("#f-country").selectOption("FJ");
		}
		if (kind === "experience")
			await choose(admin, "outcome", "partly");
		await choose(admin, "audience", "public");
		const address = await published(admin);

		await admin.goto(address);
		assert.ok((await admin.locator("h1").innerText()).includes(evil));
		assert.equal(await admin.locator("main script").count(), 0);
	}
	await soon("all three are found", async () =>
		(await titles(admin, "gobyfish")).length >= 3);
	for (const address of ["/search?q=gobyfish", "/toolkits", "/calendar",
	    "/experiences", "/", `/orgs/${org}`]) {
		await admin.goto(address);
		assert.equal(await admin.locator("main script").count(), 0);
	}
	assert.match(await text(admin, "/calendar.ics"), /<script>alert\(1\)/);
	assert.equal(dialogs, 0);
	assert.deepEqual(admin.complaints, []);
});

test("signed out, partners' items are gone from everywhere", async () => {
	await admin.getByRole("button", { name: "Sign out" }).click();
	await admin.getByRole("link", { name: "Sign in" }).first().waitFor();
	assert.equal((await admin.goto(secret)).status(), 404);
	for (const address of ["/search?q=quaggafish", "/toolkits",
	    "/calendar.ics", "/api/v1/search?q=quaggafish"])
		assert.doesNotMatch(await text(admin, address), /Harbour plan/);
});
