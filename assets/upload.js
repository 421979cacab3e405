// Files go one by one in pieces (tus 1.0), as soon as they are chosen or
// dropped, with progress and a way to stop. After a break of the line, or a
// reload of the page, each goes on where it was: what is under way is noted in
// the browser (IndexedDB) until its form is sent. The form then carries ids
// alone. Without this file the same field sends the files with the form.
"use strict";
(() => {
	const DAY = 24 * 3600e3;	// what waits longer is gone there too
	const LEAST = 256e3, MOST = 8e6, FIRST = 1e6;	// bytes of a piece
	const SLOW = 30e3;		// ms that we wait at most for the line
	const size = (bytes) => new Intl.NumberFormat(document.documentElement.lang,
	    { style: "unit", maximumFractionDigits: 1,
	    unit: bytes < 1e6 ? "kilobyte" : "megabyte" })
	    .format(bytes / (bytes < 1e6 ? 1e3 : 1e6));
	const base64 = (text) => btoa(String.fromCharCode(
	    ...new TextEncoder().encode(text)));

	function element(name, properties) {
		return Object.assign(document.createElement(name), properties);
	}

	// ------------------------------------------- what is under way, noted
	// Where the browser keeps nothing (private windows), nothing is noted.
	const notes = (() => {
		let open;

		function database() {
			open ??= new Promise((resolve, reject) => {
				const ask = indexedDB.open("commonshelf", 1);

				ask.onupgradeneeded = () =>
				    ask.result.createObjectStore("files",
				    { keyPath: "id" });
				ask.onsuccess = () => resolve(ask.result);
				ask.onerror = () => reject(ask.error);
			});
			return open;
		}
		async function run(mode, what) {
			try {
				const store = (await database())
				    .transaction("files", mode)
				    .objectStore("files");

				return await new Promise((resolve, reject) => {
					const ask = what(store);

					ask.onsuccess = () => resolve(ask.result);
					ask.onerror = () => reject(ask.error);
				});
			} catch {
				return undefined;
			}
		}
		return {
			all: async () => await run("readonly",
			    (s) => s.getAll()) ?? [],
			put: (note) => run("readwrite", (s) => s.put(note)),
			drop: (id) => run("readwrite", (s) => s.delete(id)),
		};
	})();

	// --------------------------------------------------- one file on its way
	class Refused extends Error {}

	class Transfer {
		constructor(words, csrf, file) {
			Object.assign(this, { words, csrf, file, id: null,
			    offset: 0, piece: FIRST, stopped: false,
			    request: null });
		}

		// a request; its end whatever it is, or an Error for a dead line
		ask(method, path, headers, body) {
			return new Promise((resolve, reject) => {
				const request = new XMLHttpRequest();

				this.request = request;
				request.open(method, this.words.upload + path);
				request.setRequestHeader("Tus-Resumable", "1.0.0");
				request.setRequestHeader("X-CSRF", this.csrf);
				request.setRequestHeader("Accept",
				    "application/json");
				for (const name in headers)
					request.setRequestHeader(name,
					    headers[name]);
				request.upload.addEventListener("progress", (e) =>
				    this.moved?.(this.offset + e.loaded));
				request.onload = () => resolve(request);
				request.onerror = request.onabort = () =>
				    reject(new Error("line"));
				request.send(body);
			});
		}

		// refusals end it; what may pass is tried again
		checked(request) {
			const code = request.status;

			if (code >= 200 && code < 300)
				return request;
			if (code >= 500 && code !== 507 || [0, 408, 409, 423, 429,
			    460].includes(code))
				throw new Error("again");
			let detail;

			try {
				detail = JSON.parse(request.responseText).detail;
			} catch {
				// an answer that nobody can read
			}
			throw new Refused(detail ?? this.words.failed);
		}

		async begin() {
			const request = this.checked(await this.ask("POST", "", {
				"Upload-Length": this.file.size,
				"Upload-Metadata": "filename " +
				    base64(this.file.name) }));

			this.id = request.getResponseHeader("Location")
			    .split("/").pop();
			this.offset = 0;
			await this.noted?.();
		}

		// where it stands; one that is gone there begins again
		async find() {
			const request = await this.ask("HEAD", "/" + this.id, {});

			if (request.status === 404) {
				await notes.drop(this.id);
				await this.begin();
				return;
			}
			this.offset = Number(this.checked(request)
			    .getResponseHeader("Upload-Offset"));
		}

		async send() {
			const from = Date.now();
			const end = Math.min(this.offset + this.piece,
			    this.file.size);
			const request = this.checked(await this.ask("PATCH",
			    "/" + this.id, { "Upload-Offset": this.offset,
			    "Content-Type": "application/offset+octet-stream" },
			    this.file.slice(this.offset, end)));

			this.offset = Number(
			    request.getResponseHeader("Upload-Offset"));
			this.moved?.(this.offset);
			// pieces of about two seconds: little is lost by a break
			if (Date.now() - from < 2000)
				this.piece = Math.min(this.piece * 2, MOST);
			else if (Date.now() - from > 8000)
				this.piece = Math.max(this.piece / 2, LEAST);
		}

		async rest(tries) {
			this.waiting?.(true);
			await new Promise((resolve) => {
				setTimeout(resolve, Math.min(1000 * 2 ** tries, SLOW));
				addEventListener("online", resolve, { once: true });
			});
			this.waiting?.(false);
		}

		stop() {
			this.stopped = true;
			this.request?.abort();
			if (this.id !== null) {
				notes.drop(this.id);
				this.ask("DELETE", "/" + this.id, {})
				    .catch(() => {});
			}
		}

		// until all of it is there, however often the line breaks
		async run() {
			let tries = 0, known = this.id === null;

			while (!this.stopped) {
				try {
					if (this.id === null)
						await this.begin();
					else if (!known)
						await this.find();
					known = true;
					if (this.offset === this.file.size)
						return;
					await this.send();
					tries = 0;
				} catch (error) {
					if (error instanceof Refused)
						throw error;
					if (this.stopped)
						return;
					known = this.id === null;
					this.piece = Math.max(this.piece / 2, LEAST);
					await this.rest(tries++);
				}
			}
		}
	}

	// ------------------------------------------------------------- the form
	function start(drop) {
		const input = drop.querySelector("input[type=file]");
		const form = input.form;
		const words = drop.dataset;
		const place = location.pathname + location.search;
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

		function removable(row, id) {
			const button = element("button", { type: "button",
			    className: "link", textContent: words.remove });

			button.addEventListener("click", () => {
				row.remove();
				if (id)
					notes.drop(id);
				input.focus();
			});
			row.append(button);
		}

		function stored(row, note) {
			row.append(element("small", { textContent:
			    `${size(note.size)}, ${words.done}` }),
			    element("input", { type: "hidden", name: "upload",
			    value: note.id }));
			removable(row, note.id);
			form.dispatchEvent(new CustomEvent("stored",
			    { detail: note }));
		}

		function failed(row, detail) {
			row.append(element("span", { className: "error",
			    textContent: detail || words.failed }));
			removable(row);
		}

		function line(name) {
			const row = element("li", {});

			row.append(element("span", { textContent: name }));
			list.append(row);
			return row;
		}

		async function send(file, id) {
			const row = line(file.name);
			const bar = element("progress", { max: file.size, value: 0 });
			const said = element("small", { className: "state" });
			const stop = element("button", { type: "button",
			    className: "link", textContent: words.cancel });
			const way = new Transfer(words, form.elements.csrf.value,
			    file);
			const note = () => ({ id: way.id, place, name: file.name,
			    size: file.size, modified: file.lastModified,
			    at: Date.now(), file, done: false });

			way.id = id ?? null;
			way.noted = () => notes.put(note());
			way.moved = (bytes) => {
				bar.value = bytes;
				said.textContent = `${size(Math.min(bytes,
				    file.size))} / ${size(file.size)}`;
			};
			way.waiting = (is) => {
				said.textContent = is ? words.waiting : "";
			};
			bar.setAttribute("aria-label", file.name);
			// many changes a second are nothing to read out
			said.setAttribute("aria-live", "off");
			row.append(bar, said, stop);
			busy(1);
			stop.addEventListener("click", () => way.stop());
			try {
				await way.run();
				if (way.stopped) {
					row.remove();
				} else {
					const done = { ...note(), file: null,
					    done: true };

					await notes.put(done);
					stored(row, done);
				}
			} catch (error) {
				if (way.id !== null)
					await notes.drop(way.id);
				failed(row, error.message);
			}
			bar.remove();
			said.remove();
			stop.remove();
			busy(-1);
		}

		// what an earlier visit of this page began
		async function resume() {
			for (const note of await notes.all()) {
				if (Date.now() - note.at > DAY)
					notes.drop(note.id);
				else if (note.place === place && !note.done)
					send(note.file, note.id);
				else if (note.place === place &&
				    !form.querySelector(
				    `[name=upload][value="${note.id}"]`))
					stored(line(note.name), note);
			}
		}

		// the same file chosen again goes on too
		async function chosen(file) {
			const note = (await notes.all()).find((n) => !n.done &&
			    n.place !== place && n.name === file.name &&
			    n.size === file.size &&
			    n.modified === file.lastModified);

			if (note)
				await notes.drop(note.id);
			send(file, note?.id);
		}

		input.addEventListener("change", () => {
			for (const file of input.files)
				chosen(file);
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
				chosen(file);
		});
		// from here on the form has them
		form.addEventListener("submit", () => {
			for (const field of form.querySelectorAll("[name=upload]"))
				notes.drop(field.value);
		});
		for (const row of list.children)
			removable(row);
		resume();
	}

	for (const drop of document.querySelectorAll("[data-upload]"))
		start(drop);
})();
