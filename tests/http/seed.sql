-- Two organisations, their people and access keys for the HTTP cases.
insert into org (slug, name, country) values
	('tidewatch', 'Tidewatch CIRT', 'FJ'), ('highland-police', 'Highland Police', 'KE');
insert into person (email, name) values ('writer@tidewatch.example', 'Wendy Writer'),
	('boss@tidewatch.example', 'Bo Boss'), ('reader@tidewatch.example', 'Rita Reader'),
	('other@highland.example', 'Otieno Other');
insert into membership (person, org, role)
	select p.id, o.id, m.role from (values
		('writer@tidewatch.example', 'tidewatch', 'contributor'),
		('boss@tidewatch.example', 'tidewatch', 'admin'),
		('reader@tidewatch.example', 'tidewatch', 'reader'),
		('other@highland.example', 'highland-police', 'contributor')
	) m(email, slug, role) join person p using (email) join org o using (slug);
-- the secret that a name stands for, as tests/key and key.js make it
create function pg_temp.key(kind text, name text) returns text language plpgsql as $$
declare
	text	text := 'cs_' || kind || '_' || substr(encode(sha256(name::bytea), 'hex'), 1, 12)
		|| '_' || rtrim(translate(encode(substr(sha256(name::bytea), 1,
		case kind when 'api' then 32 else 24 end), 'base64'), '+/', '-_'), '=');
	crc	bigint := 4294967295;
begin
	for i in 1 .. length(text) loop
		crc := crc # ascii(substr(text, i, 1));
		for b in 1 .. 8 loop
			crc := (crc >> 1) # (crc & 1) * 3988292384;
		end loop;
	end loop;
	return text || '_' || rtrim(translate(encode(decode(lpad(to_hex(crc # 4294967295),
		8, '0'), 'hex'), 'base64'), '+/', '-_'), '=');
end $$;
insert into api_token (public_id, person, kind, hash, scopes, created_at, expires_at)
	select t.name, p.id, 'api', sha256(pg_temp.key('api', t.name)::bytea),
		t.scopes::text[], now() - interval '2 days', now() + t.lives::interval
	from (values ('key-of-the-writer', 'writer@tidewatch.example', '{read,write}', '1 day'),
		('key-of-the-boss', 'boss@tidewatch.example', '{read,write}', '1 day'),
		('key-of-the-reader', 'reader@tidewatch.example', '{read,write}', '1 day'),
		('key-of-the-other', 'other@highland.example', '{read,write}', '1 day'),
		('key-that-only-reads', 'writer@tidewatch.example', '{read}', '1 day'),
		('key-that-expired', 'writer@tidewatch.example', '{read,write}', '-1 day')
	) t(name, email, scopes, lives) join person p using (email);
insert into api_token (public_id, person, kind, hash, scopes, expires_at)
	select t.name, p.id, 'feed', sha256(pg_temp.key('feed', t.name)::bytea),
		'{calendar}', now() + t.lives::interval
	from (values ('calendar-of-the-writer', 'writer@tidewatch.example', '1 day'),
		('calendar-of-the-other', 'other@highland.example', '1 day'),
		('calendar-that-expired', 'writer@tidewatch.example', '-1 day')
	) t(name, email, lives) join person p using (email);
