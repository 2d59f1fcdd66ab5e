create table app_user (
    name          varchar(100) primary key,
    password_hash varchar(200) not null,
    role          varchar(20)  not null check (role in ('VIEWER', 'RESPONDER', 'EDITOR', 'ADMIN')),
    created_at    timestamp(6) with time zone not null
);
