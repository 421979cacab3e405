// The access key, or the secret of a calendar address, that tests give to a
// name: as tests/key and tests/http/seed.sql make it.
"use strict";
const crypto = require("node:crypto");

function crc32(bytes) {
	let crc = 0xffffffff;

	for (const byte of bytes) {
		crc ^= byte;
		for (let i = 0; i < 8; i++)
			crc = crc >>> 1 ^ (crc & 1 ? 0xedb88320 : 0);
	}
	return (crc ^ 0xffffffff) >>> 0;
}

function key(name, kind = name.startsWith("calendar-") ? "feed" : "api") {
	const hash = crypto.createHash("sha256").update(name).digest();
	const text = `cs_${kind}_${hash.toString("hex").slice(0, 12)}_` +
	    hash.subarray(0, kind === "api" ? 32 : 24).toString("base64url");
	const sum = Buffer.alloc(4);

	sum.writeUInt32BE(crc32(Buffer.from(text)));
	return `${text}_${sum.toString("base64url")}`;
}

// names of keys in a text, as cases write them
const fill = (text) => text.replace(
	/\b(key|calendar)-(of-the|that)-[a-z-]*[a-z]/g, (name) => key(name));

module.exports = { fill, key };
