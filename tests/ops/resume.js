// usage: node resume.js URL TOKEN FILE FOLDER
// Uploads FILE by tus-js-client through a line that is cut at five random
// points. At the third it writes FOLDER/cut and waits for FOLDER/back. Prints
// the id of the upload.
"use strict";
const fs = require("node:fs");
const http = require("node:http");
const net = require("node:net");
const tus = require("tus-js-client");

const [target, token, file, folder] = process.argv.slice(2);
const size = fs.statSync(file).size;
const there = new URL(target);
const cuts = Array.from({ length: 5 }, () => Math.floor(Math.random() * size))
	.sort((a, b) => a - b);
const lines = new Set();
let sent = 0, done = 0, down = false;

function cut() {
	done++;
	for (const line of lines)
		line.destroy();
	if (done === 3) {
		down = true;
		fs.writeFileSync(`${folder}/cut`, "");
	}
}

// the line: what goes up is counted, and at a cut every connection ends at once
const line = net.createServer((from) => {
	if (down && !fs.existsSync(`${folder}/back`)) {
		from.destroy();
		return;
	}
	down = false;
	const to = net.connect(there.port, there.hostname);

	for (const s of [from, to]) {
		lines.add(s);
		s.on("error", () => {});
		s.on("close", () => {
			lines.delete(s);
			from.destroy();
			to.destroy();
		});
	}
	to.pipe(from);
	from.on("data", (bytes) => {
		sent += bytes.length;
		if (done < cuts.length && sent > cuts[done])
			cut();
		else if (!to.write(bytes)) {
			from.pause();
			to.once("drain", () => from.resume());
		}
	});
});

line.listen(0, "127.0.0.1", () => {
	const near = `http://127.0.0.1:${line.address().port}`;
	const upload = new tus.Upload(fs.createReadStream(file), {
		endpoint: `${near}/api/v1/uploads`, uploadSize: size,
		chunkSize: 4e6, headers: { Authorization: `Bearer ${token}` },
		metadata: { filename: "fifty.bin" },
		retryDelays: Array(120).fill(250),
		onShouldRetry: () => true,
		onError(error) {
			console.error(String(error));
			process.exit(1);
		},
		onSuccess() {
			console.error(`resume: ${done} cuts, ${sent} bytes sent ` +
				`for ${size}`);
			console.log(upload.url.split("/").pop());
			process.exit(done === 5 ? 0 : 1);
		},
	});

	upload.start();
});
