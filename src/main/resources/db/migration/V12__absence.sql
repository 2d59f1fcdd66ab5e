-- The entities of a rule that watches for absence are in known_series; these say for which time they are known.
alter table rule_status add column known_query text;
alter table rule_status add column known_after timestamp(6) with time zone;
alter table rule_status add column known_until timestamp(6) with time zone;
