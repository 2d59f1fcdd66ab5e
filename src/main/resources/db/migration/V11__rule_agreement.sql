-- Which content of the rule files each replica has, so that during a rollout the newer content wins.
create table rule_content (
    content_hash varchar(200) primary key,
    appeared_at  timestamp(6) with time zone not null
);
create table rule_replica (
    name         varchar(200) primary key,
    content_hash varchar(200) not null,
    seen_at      timestamp(6) with time zone not null
);
