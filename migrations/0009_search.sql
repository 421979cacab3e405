-- Searches that found nothing, and when somebody was here before.

create table gap (
	words		text primary key check (length(words) between 1 and 100),
	times		integer not null default 1 check (times > 0),
	first_on	date not null default current_date,
	last_on		date not null default current_date
);
comment on table gap is 'Searches without results, without who: what people look for and nobody has shared';
comment on column gap.words is 'as typed, in small letters, one space between';
alter table gap enable row level security;
alter table gap force row level security;
create policy owner_all on gap to current_user using (true) with check (true);
create policy worker_all on gap to cs_worker using (true) with check (true);
grant select, delete on gap to cs_app;
create policy app_read on gap for select to cs_app using ((select cs_admin()));
create policy app_delete on gap for delete to cs_app using ((select cs_admin()));

-- Of so many different ones the list is no list any more: the rarest go first.
create function gap_note(in_words text, in_times bigint) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
	update gap set times = least(times + in_times, 1000000), last_on = current_date
	where words = in_words;
	if found then
		return;
	end if;
	delete from gap where words in (select words from gap
		order by times desc, last_on desc, words offset 1999);
	insert into gap (words, times) values (in_words, in_times)
	on conflict (words) do update set times = gap.times + in_times, last_on = current_date;
end $$;
grant execute on function gap_note(text, bigint) to cs_app;

-- "New since your last visit": a visit is over when two hours passed without
-- a page; the mark is the last moment of the visit before this one.
alter table person add column seen_at timestamptz, add column last_visit timestamptz;
comment on column person.seen_at is 'to the minute, kept with the session';
comment on column person.last_visit is 'when the visit before this one ended; null: this is the first';

create function person_seen() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
	update person set seen_at = new.seen_at,
		last_visit = case when seen_at < new.seen_at - interval '2 hours'
			then seen_at else last_visit end
	where id = new.person;
	return null;
end $$;
create trigger person_seen after insert or update of seen_at on session
	for each row execute function person_seen();

create function last_visit() returns timestamptz
language sql stable security definer set search_path = public, pg_temp as $$
	select last_visit from person where id = cs_person()
$$;
grant execute on function last_visit() to cs_app;
