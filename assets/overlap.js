// What others have or plan that is close, beside a form while it is filled in.
// The answer is a piece of HTML of ours; without this file it stands on the
// preview.
"use strict";
(() => {
	const panel = document.getElementById("also");
	const form = document.getElementById("item-form");
	const left_out = new Set(["file", "do", "contact", "note", "links"]);
	const home = panel?.parentElement;
	const narrow = matchMedia("(max-width: 55.99rem)");
	let timer = 0, asked = "", request = null;

	if (!panel || !form)
		return;

	function question() {
		const ask = new URLSearchParams();

		for (const [name, value] of new FormData(form))
			if (typeof value === "string" && value !== "" &&
			    !left_out.has(name))
				ask.append(name, value);
		return ask;
	}

	// a title of two words, or a file
	function is_enough(ask) {
		const said = `${ask.get("title") || ""} ${ask.get("lesson") || ""}`;

		return ask.has("upload") || said.trim().length >= 8;
	}

	async function look() {
		const ask = question();

		if (!is_enough(ask) || ask.toString() === asked)
			return;
		asked = ask.toString();
		request?.abort();
		request = new AbortController();
		try {
			const answer = await fetch("/overlap", { method: "POST",
			    body: ask, signal: request.signal });

			if (answer.ok)
				panel.innerHTML = (await answer.text()).trim();
		} catch {
			// the form works without the panel; the next change asks again
			asked = "";
		}
	}

	function soon() {
		clearTimeout(timer);
		timer = setTimeout(look, 500);
	}

	// where nothing fits beside the form it stands below what it is about
	function place() {
		const about = form.querySelector("#f-summary, #f-lesson, #f-title");

		if (narrow.matches && about)
			about.closest(".field").after(panel);
		else
			home.append(panel);
	}

	if (home.matches(".beside")) {
		place();
		narrow.addEventListener("change", place);
	}
	form.addEventListener("input", soon);
	new MutationObserver(soon).observe(form, { childList: true,
	    subtree: true });
	panel.addEventListener("click", (event) => {
		const id = event.target.dataset?.notSame;

		if (!id)
			return;
		event.preventDefault();
		const field = document.createElement("input");
		field.type = "hidden";
		field.name = "not_same";
		field.value = id;
		form.append(field);
		panel.tabIndex = -1;
		panel.focus();
	});
	if (panel.childElementCount === 0)
		look();
})();
