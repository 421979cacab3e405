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
insert into api_token (public_id, person, kind, hash, scopes, expires_at)
	select t.secret, p.id, 'api', sha256(t.secret::bytea), t.scopes::text[],
		now() + t.lives::interval
	from (values ('key-of-the-writer', 'writer@tidewatch.example', '{read,write}', '1 day'),
		('key-of-the-boss', 'boss@tidewatch.example', '{read,write}', '1 day'),
		('key-of-the-reader', 'reader@tidewatch.example', '{read,write}', '1 day'),
		('key-of-the-other', 'other@highland.example', '{read,write}', '1 day'),
		('key-that-only-reads', 'writer@tidewatch.example', '{read}', '1 day'),
		('key-that-expired', 'writer@tidewatch.example', '{read,write}', '-1 day')
	) t(secret, email, scopes, lives) join person p using (email);
insert into api_token (public_id, person, kind, hash, scopes, expires_at)
	select t.secret, p.id, 'feed', sha256(t.secret::bytea), '{calendar}', now() + t.lives::interval
	from (values ('calendar-of-the-writer', 'writer@tidewatch.example', '1 day'),
		('calendar-of-the-other', 'other@highland.example', '1 day'),
		('calendar-that-expired', 'writer@tidewatch.example', '-1 day')
	) t(secret, email, lives) join person p using (email);
