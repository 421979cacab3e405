-- First and last moment of an event in UTC, by the rules of its zone today.
create function event_start(e event) returns timestamptz
language sql stable parallel safe as $$
	select e.start_local at time zone e.timezone
$$;
create function event_end(e event) returns timestamptz
language sql stable parallel safe as $$
	select case e.precision
		when 'time' then coalesce(e.end_local, e.start_local + interval '1 hour')
		when 'day' then date_trunc('day', coalesce(e.end_local, e.start_local)) + interval '1 day'
		else date_trunc('month', coalesce(e.end_local, e.start_local)) + interval '1 month'
	end at time zone e.timezone
$$;
comment on function event_end(event) is 'exclusive; an hour after the start when no end is known';
grant execute on function event_start(event), event_end(event) to cs_app, cs_worker;

-- An item with everything that a page or the API shows of it, under the rights
-- of whoever asks. storage/item.c maps its columns by position.
create view item_full with (security_invoker = true) as
select
	i.id, i.public_id, i.kind, i.status, i.audience, i.version, i.rev,
	i.org, o.slug as org_slug, o.name as org_name, i.author,
	(select p.name from person p where p.id = i.author) as author_name,
	i.title, i.summary, i.body, i.language, i.countries, i.topics, i.for_whom,
	i.licence, i.contact, i.source, i.note, i.links::text as links,
	extract(epoch from i.created_at)::bigint as created,
	extract(epoch from i.updated_at)::bigint as updated,
	extract(epoch from i.published_at)::bigint as published,
	extract(epoch from i.withdrawn_at)::bigint as withdrawn,
	(select p.name from person p where p.id = i.withdrawn_by) as withdrawn_by,
	i.withdrawn_why,
	(select x.public_id from item x where x.id = i.replaced_by) as replaced_by,
	exists (select from working_copy w where w.item = i.id) as has_working_copy,
	case when i.status <> 'withdrawn' then
		(select jsonb_agg(jsonb_build_object('id', f.public_id, 'name', f.name,
			'sha256', encode(f.sha256, 'hex'), 'size', b.size,
			'media_type', b.media_type, 'text', coalesce(t.state, 'pending'),
			'reason', t.reason, 'text_size', coalesce(octet_length(t.text), 0))
			order by f.position, f.id)
		from file f join blob b on b.sha256 = f.sha256
			left join extracted_text t on t.sha256 = f.sha256
		where f.item = i.id and (f.live or i.status = 'draft'))::text
	end as files,
	e.type, e.certainty, e.precision,
	to_char(e.start_local, 'YYYY-MM-DD"T"HH24:MI:SS') as start_local,
	to_char(e.end_local, 'YYYY-MM-DD"T"HH24:MI:SS') as end_local,
	e.timezone,
	extract(epoch from event_start(e))::bigint as start_utc,
	extract(epoch from event_end(e))::bigint as end_utc,
	e.country as event_country, e.place, e.online_url, e.registration_url,
	e.sequence, extract(epoch from e.cancelled_at)::bigint as cancelled,
	e.cancelled_why,
	case when i.kind <> 'toolkit' then
		(select array_agg(x.public_id order by l.position)
		from item_link l join item x on x.id = l.target
		where l.item = i.id and l.type = 'used')
	end as used,
	x.used_other, x.period_start::text as period_start,
	x.period_end::text as period_end, x.outcome, x.evidence, x.lesson,
	t.total, t.worked, t.partly, t.no, t.too_early
from item i
join org o on o.id = i.org
left join event e on e.item = i.id
left join experience x on x.item = i.id
left join lateral (
	select count(*) as total,
		count(*) filter (where tx.outcome = 'worked') as worked,
		count(*) filter (where tx.outcome = 'partly') as partly,
		count(*) filter (where tx.outcome = 'no') as no,
		count(*) filter (where tx.outcome = 'too-early') as too_early
	from item_link l
	join item ti on ti.id = l.item and ti.status = 'published' and ti.kind = 'experience'
	join experience tx on tx.item = ti.id
	where l.target = i.id and l.type = 'used'
) t on i.kind = 'toolkit';
grant select on item_full to cs_app, cs_worker;
