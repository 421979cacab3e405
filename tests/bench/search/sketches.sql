-- sketches.sql: each item has a sketch, as the worker would have made it in an
-- hour: of chance numbers, but one in fifty shares half of them with its
-- neighbour. What counts here is how much is looked through, not what for.
set session_replication_role = replica;
set synchronous_commit = off;
insert into sketch (item, mins, marks, language)
select i.id, decode(string_agg(repeat(md5(k || '-' || i.id), 1), '' order by k), 'hex'), '', i.language
from item i, generate_series(1, 32) k group by i.id;
insert into sketch_band (band, sketch)
select hashint8extended(case when i.item % 50 = 0 and k <= 16 then i.item + 1 else i.item end * 32 + k, 0), i.id
from sketch i, generate_series(1, 32) k on conflict do nothing;
analyze sketch, sketch_band;
