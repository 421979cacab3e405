// "Also planned" beside the form of an event, while it is filled in. The
// answer is a piece of HTML of ours; without this file it stands on the preview.
"use strict";
(() => {
	const panel = document.getElementById("also");
	const form = document.querySelector("form[data-also]") ||
	    panel?.closest(".beside")?.querySelector("form");
	const names = ["country", "topic", "start", "end", "month", "item"];
	let timer = 0, asked = "", request = null;

	if (!panel || !form)
		return;

	function question() {
		const data = new FormData(form), ask = new URLSearchParams();

		for (const name of names)
			for (const value of data.getAll(name))
				if (value !== "")
					ask.append(name, value);
		return ask;
	}

	async function look() {
		const ask = question();

		if (!ask.has("start") && !ask.has("month"))
			return;
		if (!ask.has("country") && !ask.has("topic"))
			return;
		if (ask.toString() === asked)
			return;
		asked = ask.toString();
		request?.abort();
		request = new AbortController();
		try {
			const answer = await fetch(`/events/also?${asked}`,
			    { signal: request.signal });

			if (answer.ok)
				panel.innerHTML = (await answer.text()).trim();
		} catch {
			// the form works without the panel; the next change asks again
			asked = "";
		}
	}

	form.addEventListener("input", () => {
		clearTimeout(timer);
		timer = setTimeout(look, 400);
	});
	look();
})();
