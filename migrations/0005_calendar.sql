-- Calendar programs take a change for newer only when SEQUENCE is higher, so it
-- rises too when an event is withdrawn and when it comes back.
create function event_withdrawn() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
	update event set sequence = sequence + 1 where item = new.id;
	return null;
end $$;
create trigger event_withdrawn after update of status on item for each row
	when (new.kind = 'event'
		and (old.status = 'withdrawn') <> (new.status = 'withdrawn'))
	execute function event_withdrawn();

-- The topics themselves, what stands above them and what stands below them.
create function topic_family(in_topics text[]) returns text[]
language sql stable parallel safe set search_path = public, pg_temp as $$
	select coalesce(array_agg(distinct s), '{}') from (
		select t.slug as s from topic t
			where t.slug = any (in_topics) or t.parent = any (in_topics)
		union select t.parent from topic t
			where t.slug = any (in_topics) and t.parent is not null
	) family
$$;
comment on function topic_family(text[]) is 'for "Also planned": a shared subject in the wide sense';
grant execute on function topic_family(text[]) to cs_app, cs_worker;
