// Every page works without this file; it only adds.
"use strict";
(() => {
	const all = (selector) => document.querySelectorAll(selector);

	// "/" goes to the search box, as long as nobody is typing
	document.addEventListener("keydown", (e) => {
		if (e.key !== "/" || e.ctrlKey || e.metaKey || e.altKey ||
		    e.target.closest("input, textarea, select"))
			return;
		for (const box of all("input[type=search]")) {
			if (box.offsetParent === null)
				continue;
			e.preventDefault();
			box.focus();
			box.select();
			return;
		}
	});

	// a button says for a moment what it did
	function said(button) {
		const before = button.textContent;

		button.textContent = button.dataset.done;
		setTimeout(() => { button.textContent = before; }, 2000);
	}

	for (const button of all("[data-copy]")) {
		const field = document.getElementById(button.dataset.copy);

		button.hidden = false;
		button.addEventListener("click", async () => {
			field.select();
			try {
				await navigator.clipboard.writeText(field.value);
			} catch {
				// on a plain http address browsers offer only this
				document.execCommand("copy");
			}
			said(button);
		});
	}

	for (const button of all("[data-show]")) {
		const field = document.getElementById(button.dataset.show);
		const words = [button.textContent, button.dataset.done];

		button.hidden = false;
		button.addEventListener("click", () => {
			const shown = field.type === "password";

			field.type = shown ? "text" : "password";
			button.textContent = words[Number(shown)];
			field.focus();
		});
		field.form?.addEventListener("submit", () => {
			field.type = "password";
		});
	}

	// the reader's own time beside the time at the place of an event
	for (const time of all("time[data-yours]")) {
		const when = new Date(time.dateTime);
		const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

		// a whole day is the same day everywhere
		if (!time.dateTime.includes("T") || isNaN(when) ||
		    zone === time.dataset.zone)
			continue;
		const words = new Intl.DateTimeFormat(document.documentElement.lang,
		    { weekday: "short", day: "numeric", month: "long",
		    hour: "2-digit", minute: "2-digit" }).format(when);
		const more = document.createElement("small");

		more.textContent = ` (${time.dataset.yours}: ${words})`;
		time.after(more);
	}

	// after a form came back with errors, start at their list
	document.getElementById("errors")?.focus();

	// older browsers can't show a closed <details> as open on a wide screen
	const wide = matchMedia("(min-width: 56rem)");
	if (wide.matches && !CSS.supports("selector(::details-content)"))
		for (const narrow of all(".narrow"))
			narrow.open = true;
})();
