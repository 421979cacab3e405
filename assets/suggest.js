// While somebody types into a search box: titles, topics and organisations
// that begin so. Choosing one goes there; without choosing, Enter searches.
"use strict";
(() => {
	const least = 2, wait = 120;

	function enhance(box) {
		const list = document.createElement("ul");
		let timer = 0, asked = "", request = null, at = -1;

		list.id = `typed-${box.id}`;
		list.className = "typed";
		list.hidden = true;
		list.setAttribute("role", "listbox");
		list.setAttribute("aria-label", box.dataset.suggest);
		box.closest(".find").append(list);
		box.setAttribute("role", "combobox");
		box.setAttribute("aria-autocomplete", "list");
		box.setAttribute("aria-controls", list.id);
		box.setAttribute("aria-expanded", "false");
		box.autocomplete = "off";

		function choose(i) {
			at = i;
			for (const [k, option] of [...list.children].entries())
				option.setAttribute("aria-selected", String(k === i));
			if (i < 0) {
				box.removeAttribute("aria-activedescendant");
				return;
			}
			box.setAttribute("aria-activedescendant",
			    list.children[i].id);
			list.children[i].scrollIntoView({ block: "nearest" });
		}

		function close() {
			list.hidden = true;
			box.setAttribute("aria-expanded", "false");
			choose(-1);
		}

		function option(s, i) {
			const li = document.createElement("li");
			const kind = document.createElement("small");

			li.id = `${list.id}-${i}`;
			li.className = s.type;
			li.setAttribute("role", "option");
			li.dataset.url = s.url;
			kind.textContent = s.label;
			li.append(s.text, " ", kind);
			return li;
		}

		function show(suggestions) {
			list.replaceChildren(...suggestions.map(option));
			choose(-1);
			list.hidden = suggestions.length === 0 ||
			    document.activeElement !== box;
			box.setAttribute("aria-expanded", String(!list.hidden));
		}

		async function look() {
			const typed = box.value.trim();

			if (typed.length < least) {
				asked = "";
				close();
				return;
			}
			if (typed === asked)
				return;
			asked = typed;
			request?.abort();
			request = new AbortController();
			try {
				const answer = await fetch("/api/v1/suggest?q=" +
				    encodeURIComponent(typed.slice(0, 60)),
				    { signal: request.signal });

				if (answer.ok)
					show((await answer.json()).suggestions);
			} catch {
				// searching works without; the next letter asks again
				asked = "";
			}
		}

		const keys = {
			ArrowDown: (n) => choose(at + 1 < n ? at + 1 : -1),
			ArrowUp: (n) => choose(at < 0 ? n - 1 : at - 1),
			Escape: close,
			Enter: () => location.assign(list.children[at].dataset.url),
		};

		box.addEventListener("input", () => {
			clearTimeout(timer);
			timer = setTimeout(look, wait);
		});
		box.addEventListener("keydown", (e) => {
			if (list.hidden || !keys[e.key] || e.isComposing ||
			    (e.key === "Enter" && at < 0))
				return;
			e.preventDefault();
			keys[e.key](list.children.length);
		});
		box.addEventListener("blur", close);
		// before the box loses its focus
		list.addEventListener("mousedown", (e) => e.preventDefault());
		list.addEventListener("click", (e) => {
			const li = e.target.closest("li");

			if (li)
				location.assign(li.dataset.url);
		});
	}

	for (const box of document.querySelectorAll("input[data-suggest]"))
		enhance(box);
})();
