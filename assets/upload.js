// Files go one by one, as soon as they are chosen or dropped, with progress and
// a way to stop. The form then carries only their ids. Without this file the
// same field sends the files with the form.
"use strict";
(() => {
	const size = (bytes) => new Intl.NumberFormat(document.documentElement.lang,
	    { style: "unit", maximumFractionDigits: 1,
	    unit: bytes < 1e6 ? "kilobyte" : "megabyte" })
	    .format(bytes / (bytes < 1e6 ? 1e3 : 1e6));

	function element(name, properties) {
		return Object.assign(document.createElement(name), properties);
	}

	function start(drop) {
		const input = drop.querySelector("input[type=file]");
		const form = input.form;
		const words = drop.dataset;
		let list = drop.parentElement.querySelector(".loads");
		let running = 0;

		if (list === null) {
			list = element("ul", { className: "loads" });
			drop.after(list);
		}
		list.setAttribute("aria-live", "polite");

		// nothing is sent with the form while files are still under way
		function busy(change) {
			running += change;
			for (const button of form.querySelectorAll(
			    "button:not([type=button])"))
				button.disabled = running > 0;
		}

		function removable(row) {
			const button = element("button", { type: "button",
			    className: "link", textContent: words.remove });

			button.addEventListener("click", () => {
				row.remove();
				input.focus();
			});
			row.append(button);
		}

		function stored(row, answer) {
			row.append(element("small", { textContent:
			    `${size(answer.size)}, ${words.done}` }),
			    element("input", { type: "hidden", name: "upload",
			    value: answer.id }));
			removable(row);
			form.dispatchEvent(new CustomEvent("stored",
			    { detail: answer }));
		}

		function failed(row, detail) {
			row.append(element("span", { className: "error",
			    textContent: detail || words.failed }));
			removable(row);
		}

		function answered(request, row) {
			let answer = null;

			try {
				answer = JSON.parse(request.responseText);
			} catch {
				// an answer that nobody can read is a failure
			}
			if (request.status >= 200 && request.status < 300 && answer?.id)
				stored(row, answer);
			else
				failed(row, answer?.detail);
		}

		function send(file) {
			const row = element("li", {});
			const bar = element("progress", { max: 1, value: 0 });
			const stop = element("button", { type: "button",
			    className: "link", textContent: words.cancel });
			const request = new XMLHttpRequest();

			bar.setAttribute("aria-label", file.name);
			row.append(element("span", { textContent: file.name }), bar, stop);
			list.append(row);
			busy(1);
			stop.addEventListener("click", () => request.abort());
			request.upload.addEventListener("progress", (e) => {
				if (e.lengthComputable)
					bar.value = e.loaded / e.total;
			});
			request.addEventListener("abort", () => row.remove());
			request.addEventListener("error", () => failed(row));
			request.addEventListener("load", () => answered(request, row));
			request.addEventListener("loadend", () => {
				bar.remove();
				stop.remove();
				busy(-1);
			});
			request.open("PUT", words.upload + encodeURIComponent(file.name));
			request.setRequestHeader("X-CSRF", form.elements.csrf.value);
			request.setRequestHeader("Content-Type",
			    "application/octet-stream");
			request.setRequestHeader("Accept", "application/json");
			request.send(file);
		}

		input.addEventListener("change", () => {
			for (const file of input.files)
				send(file);
			input.value = "";
		});
		drop.addEventListener("dragover", (e) => {
			e.preventDefault();
			drop.classList.add("over");
		});
		drop.addEventListener("dragleave", () => drop.classList.remove("over"));
		drop.addEventListener("drop", (e) => {
			e.preventDefault();
			drop.classList.remove("over");
			for (const file of e.dataTransfer.files)
				send(file);
		});
		for (const row of list.children)
			removable(row);
	}

	for (const drop of document.querySelectorAll("[data-upload]"))
		start(drop);
})();
